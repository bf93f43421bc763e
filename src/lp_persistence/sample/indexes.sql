-- Indexes that our statements need beyond those of schema.sql, each measured.

-- A bug's tasks in a distribution: only the first makes it hot.
CREATE INDEX bugtaskflat__bug__idx ON bugtaskflat (bug);
