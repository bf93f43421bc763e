-- Indexes that our statements need beyond those of schema.sql, each measured.

-- A bug's tasks in a distribution: only the first makes it hot.
CREATE INDEX bugtaskflat__bug__idx ON bugtaskflat (bug);

-- The tasks of a milestone; most tasks have none.
CREATE INDEX bugtask__milestone__idx ON bugtask (milestone) WHERE milestone IS NOT NULL;
