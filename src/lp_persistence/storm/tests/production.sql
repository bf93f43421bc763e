-- What Launchpad's database has beyond the tables of the sample: further tables that
-- lead to these, further columns, checks, views and triggers. It runs with
-- standard_conforming_strings = off, so a backslash in a plain string means something.
-- A statement ends before an empty line.

CREATE TABLE language (
    id serial PRIMARY KEY,
    code text NOT NULL UNIQUE,
    englishname text NOT NULL,
    visible boolean NOT NULL DEFAULT true
);

CREATE TABLE openididentifier (
    identifier text PRIMARY KEY,
    account integer NOT NULL REFERENCES account,
    date_created timestamp without time zone NOT NULL DEFAULT timezone('UTC', now())
);

CREATE TABLE wikiname (
    id serial PRIMARY KEY,
    person integer NOT NULL REFERENCES person,
    wiki text NOT NULL,
    wikiname text NOT NULL,
    UNIQUE (wikiname, wiki)
);

CREATE TABLE sshkey (
    id serial PRIMARY KEY,
    person integer NOT NULL REFERENCES person,
    keytype integer NOT NULL,
    keytext text NOT NULL,
    comment text NOT NULL
);

CREATE TABLE mailinglist (
    id serial PRIMARY KEY,
    team integer NOT NULL UNIQUE REFERENCES person,
    registrant integer NOT NULL REFERENCES person,
    status integer NOT NULL DEFAULT 1,
    welcome_message text
);

CREATE TABLE poll (
    id serial PRIMARY KEY,
    team integer NOT NULL REFERENCES person,
    name text NOT NULL,
    dateopens timestamp without time zone NOT NULL,
    UNIQUE (team, name)
);

CREATE TABLE specification (
    id serial PRIMARY KEY,
    name text NOT NULL,
    owner integer NOT NULL REFERENCES person,
    assignee integer REFERENCES person,
    product integer REFERENCES product,
    distribution integer REFERENCES distribution,
    milestone integer REFERENCES milestone,
    fti tsvector,
    information_type integer NOT NULL DEFAULT 1,
    CHECK ((product IS NULL) <> (distribution IS NULL))
);

CREATE TABLE question (
    id serial PRIMARY KEY,
    owner integer NOT NULL REFERENCES person,
    product integer REFERENCES product,
    distribution integer REFERENCES distribution,
    sourcepackagename integer REFERENCES sourcepackagename,
    title text NOT NULL,
    language integer NOT NULL REFERENCES language
);

CREATE TABLE branch (
    id serial PRIMARY KEY,
    owner integer NOT NULL REFERENCES person,
    product integer REFERENCES product,
    distroseries integer REFERENCES distroseries,
    unique_name text,
    size_on_disk bigint,
    last_scanned interval
);

CREATE TABLE bugbranch (
    id serial PRIMARY KEY,
    bug integer NOT NULL REFERENCES bug,
    branch integer NOT NULL REFERENCES branch,
    UNIQUE (bug, branch)
);

CREATE TABLE bugnotification (
    id serial PRIMARY KEY,
    bug integer NOT NULL REFERENCES bug,
    message integer NOT NULL REFERENCES message,
    is_comment boolean NOT NULL,
    date_emailed timestamp without time zone,
    activity integer REFERENCES bugactivity
);

CREATE TABLE bugwatchactivity (
    id serial PRIMARY KEY,
    bug_watch integer NOT NULL REFERENCES bugwatch,
    activity_date timestamp without time zone NOT NULL DEFAULT timezone('UTC', now()),
    result integer
);

CREATE TABLE bugsummary (
    id serial PRIMARY KEY,
    count integer NOT NULL DEFAULT 0,
    product integer REFERENCES product,
    distribution integer REFERENCES distribution,
    tag text,
    status integer NOT NULL,
    viewed_by integer REFERENCES person
);

CREATE TABLE archive (
    id serial PRIMARY KEY,
    owner integer NOT NULL REFERENCES person,
    distribution integer REFERENCES distribution,
    name text NOT NULL DEFAULT 'default'
);

CREATE TABLE sourcepackagerelease (
    id serial PRIMARY KEY,
    creator integer NOT NULL REFERENCES person,
    sourcepackagename integer NOT NULL REFERENCES sourcepackagename,
    upload_archive integer REFERENCES archive,
    version text NOT NULL,
    dateuploaded timestamp with time zone NOT NULL DEFAULT now()
);

ALTER TABLE person ADD COLUMN verbose_ui boolean NOT NULL DEFAULT false;

ALTER TABLE person ADD CONSTRAINT person_language_fk
    FOREIGN KEY (language) REFERENCES language;

ALTER TABLE bug ADD COLUMN spam_score real NOT NULL DEFAULT 0;

ALTER TABLE bug ADD COLUMN external_id uuid;

ALTER TABLE bugtask ADD COLUMN review_after interval;

ALTER TABLE product ADD COLUMN mirrors inet[];

-- The backslashes are doubled: the setting has each pair stand for one.
CREATE FUNCTION valid_name(name text) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT
    AS $$ SELECT name ~ '^[a-z0-9][a-z0-9\\+\\.\\-]*$' $$;

ALTER TABLE person ADD CONSTRAINT valid_name CHECK (valid_name(name));

ALTER TABLE product ADD CONSTRAINT valid_name CHECK (valid_name(name));

ALTER TABLE bugtask ADD CONSTRAINT bugtask_assignment_checks CHECK (
    num_nonnulls(product, productseries, distribution, distroseries) = 1);

CREATE VIEW combinedbugsummary AS
    SELECT product, distribution, status, sum(count) AS count FROM bugsummary
    GROUP BY product, distribution, status;

CREATE FUNCTION ftiupdate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.fti := to_tsvector('simple', NEW.title || ' ' || NEW.description);
    RETURN NEW;
END $$;

CREATE TRIGGER tsvectorupdate BEFORE INSERT OR UPDATE ON bug
    FOR EACH ROW EXECUTE FUNCTION ftiupdate();

CREATE FUNCTION bugtask_flatten(task_id integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM bugtaskflat WHERE bugtask = task_id;
    INSERT INTO bugtaskflat (
        bugtask, bug, datecreated, duplicateof, bug_owner, fti, information_type,
        date_last_updated, heat, product, productseries, distribution, distroseries,
        sourcepackagename, status, importance, assignee, milestone, owner, active,
        access_policies, access_grants, latest_patch_uploaded, date_closed)
    SELECT
        task.id, bug.id, task.datecreated, bug.duplicateof, bug.owner, bug.fti,
        bug.information_type, bug.date_last_updated, bug.heat, task.product,
        task.productseries, task.distribution, task.distroseries,
        task.sourcepackagename, task.status, task.importance, task.assignee,
        task.milestone, task.owner, coalesce(product.active, true),
        CASE WHEN bug.information_type NOT IN (1, 2) THEN ARRAY(
            SELECT policy FROM accesspolicyartifact AS link
            JOIN accessartifact AS artifact ON artifact.id = link.artifact
            WHERE artifact.bug = bug.id ORDER BY policy) END,
        CASE WHEN bug.information_type NOT IN (1, 2) THEN ARRAY(
            SELECT grantee FROM accessartifactgrant AS link
            JOIN accessartifact AS artifact ON artifact.id = link.artifact
            WHERE artifact.bug = bug.id ORDER BY grantee) END,
        bug.latest_patch_uploaded, task.date_closed
    FROM bugtask AS task
    JOIN bug ON bug.id = task.bug
    LEFT JOIN productseries ON productseries.id = task.productseries
    LEFT JOIN product ON product.id = coalesce(task.product, productseries.product)
    WHERE task.id = task_id;
END $$;

CREATE FUNCTION bugtask_maintain_flat() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM bugtask_flatten(coalesce(NEW.id, OLD.id));
    RETURN NULL;
END $$;

CREATE TRIGGER bugtask_maintain_bugtaskflat
    AFTER INSERT OR DELETE OR UPDATE ON bugtask
    FOR EACH ROW EXECUTE FUNCTION bugtask_maintain_flat();

CREATE FUNCTION bug_maintain_flat() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM bugtask_flatten(id) FROM bugtask WHERE bug = NEW.id;
    RETURN NULL;
END $$;

CREATE TRIGGER bug_maintain_bugtaskflat AFTER UPDATE ON bug
    FOR EACH ROW EXECUTE FUNCTION bug_maintain_flat();

CREATE FUNCTION accessartifact_maintain_flat() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM bugtask_flatten(bugtask.id) FROM bugtask
    JOIN accessartifact ON accessartifact.bug = bugtask.bug
    WHERE accessartifact.id = coalesce(NEW.artifact, OLD.artifact);
    RETURN NULL;
END $$;

CREATE TRIGGER accessartifactgrant_maintain_flat
    AFTER INSERT OR DELETE OR UPDATE ON accessartifactgrant
    FOR EACH ROW EXECUTE FUNCTION accessartifact_maintain_flat();

CREATE TRIGGER accesspolicyartifact_maintain_flat
    AFTER INSERT OR DELETE OR UPDATE ON accesspolicyartifact
    FOR EACH ROW EXECUTE FUNCTION accessartifact_maintain_flat();

CREATE FUNCTION person_participates() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO teamparticipation (team, person) VALUES (NEW.id, NEW.id);
    RETURN NULL;
END $$;

CREATE TRIGGER person_is_in_itself AFTER INSERT ON person
    FOR EACH ROW EXECUTE FUNCTION person_participates();
