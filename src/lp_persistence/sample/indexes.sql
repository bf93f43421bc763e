-- Indexes that our statements need beyond those of schema.sql, each measured.

-- A bug's tasks: only the first of those that match puts it in a listing. And bugs, each
-- once, that everybody sees: they are counted without a look at the rows.
CREATE INDEX bugtaskflat__bug__idx ON bugtaskflat (bug, information_type);
CREATE INDEX bugtaskflat__open__bug__idx ON bugtaskflat (bug, information_type) WHERE status IN (10, 13, 14, 15, 20, 21, 22, 23, 25) AND duplicateof IS NULL;

-- A page of a bug's subscribers: who is there twice is found by bug and person, once
-- for each of thousands.
CREATE INDEX bugsubscription__bug__person__idx ON bugsubscription (bug, person);

-- The bugs that somebody subscribed to, reported or works on, thousands of some,
-- without a look at each row.
CREATE INDEX bugsubscription__person__bug__idx ON bugsubscription (person, bug);
CREATE INDEX bug__owner__id__idx ON bug (owner, id);
CREATE INDEX bugtask__assignee__bug__idx ON bugtask (assignee, bug) WHERE assignee IS NOT NULL;

-- The tasks of a milestone; most tasks have none.
CREATE INDEX bugtask__milestone__idx ON bugtask (milestone) WHERE milestone IS NOT NULL;

-- Listings of bugs, by what they are of and what they are ordered by.
CREATE INDEX bugtaskflat__importance__bugtask__idx ON bugtaskflat (importance, bugtask DESC);
CREATE INDEX bugtaskflat__datecreated__bugtask__idx ON bugtaskflat (datecreated, bugtask DESC);
CREATE INDEX bugtaskflat__date_last_updated__bugtask__idx ON bugtaskflat (date_last_updated, bugtask DESC);
CREATE INDEX bugtaskflat__distribution__importance__bugtask__idx ON bugtaskflat (distribution, importance, bugtask DESC) WHERE distribution IS NOT NULL;
CREATE INDEX bugtaskflat__distribution__datecreated__bugtask__idx ON bugtaskflat (distribution, datecreated, bugtask DESC) WHERE distribution IS NOT NULL;
CREATE INDEX bugtaskflat__distribution__date_last_updated__bugtask__idx ON bugtaskflat (distribution, date_last_updated, bugtask DESC) WHERE distribution IS NOT NULL;
CREATE INDEX bugtaskflat__distroseries__importance__bugtask__idx ON bugtaskflat (distroseries, importance, bugtask DESC) WHERE distroseries IS NOT NULL;
CREATE INDEX bugtaskflat__distroseries__heat__bugtask__idx ON bugtaskflat (distroseries, heat, bugtask DESC) WHERE distroseries IS NOT NULL;
CREATE INDEX bugtaskflat__distroseries__datecreated__bugtask__idx ON bugtaskflat (distroseries, datecreated, bugtask DESC) WHERE distroseries IS NOT NULL;
CREATE INDEX bugtaskflat__distroseries__date_last_updated__bugtask__idx ON bugtaskflat (distroseries, date_last_updated, bugtask DESC) WHERE distroseries IS NOT NULL;
CREATE INDEX bugtaskflat__product__importance__bugtask__idx ON bugtaskflat (product, importance, bugtask DESC) WHERE product IS NOT NULL;
CREATE INDEX bugtaskflat__product__heat__bugtask__idx ON bugtaskflat (product, heat, bugtask DESC) WHERE product IS NOT NULL;
CREATE INDEX bugtaskflat__product__datecreated__bugtask__idx ON bugtaskflat (product, datecreated, bugtask DESC) WHERE product IS NOT NULL;
CREATE INDEX bugtaskflat__product__date_last_updated__bugtask__idx ON bugtaskflat (product, date_last_updated, bugtask DESC) WHERE product IS NOT NULL;
CREATE INDEX bugtaskflat__productseries__importance__bugtask__idx ON bugtaskflat (productseries, importance, bugtask DESC) WHERE productseries IS NOT NULL;
CREATE INDEX bugtaskflat__productseries__heat__bugtask__idx ON bugtaskflat (productseries, heat, bugtask DESC) WHERE productseries IS NOT NULL;
CREATE INDEX bugtaskflat__productseries__datecreated__bugtask__idx ON bugtaskflat (productseries, datecreated, bugtask DESC) WHERE productseries IS NOT NULL;
CREATE INDEX bugtaskflat__productseries__date_last_updated__bugtask__idx ON bugtaskflat (productseries, date_last_updated, bugtask DESC) WHERE productseries IS NOT NULL;
CREATE INDEX bugtaskflat__milestone__importance__bugtask__idx ON bugtaskflat (milestone, importance, bugtask DESC) WHERE milestone IS NOT NULL;
CREATE INDEX bugtaskflat__milestone__heat__bugtask__idx ON bugtaskflat (milestone, heat, bugtask DESC) WHERE milestone IS NOT NULL;
CREATE INDEX bugtaskflat__milestone__datecreated__bugtask__idx ON bugtaskflat (milestone, datecreated, bugtask DESC) WHERE milestone IS NOT NULL;
CREATE INDEX bugtaskflat__milestone__date_last_updated__bugtask__idx ON bugtaskflat (milestone, date_last_updated, bugtask DESC) WHERE milestone IS NOT NULL;
CREATE INDEX bugtaskflat__assignee__importance__bugtask__idx ON bugtaskflat (assignee, importance, bugtask DESC) WHERE assignee IS NOT NULL;
CREATE INDEX bugtaskflat__assignee__heat__bugtask__idx ON bugtaskflat (assignee, heat, bugtask DESC) WHERE assignee IS NOT NULL;
CREATE INDEX bugtaskflat__assignee__datecreated__bugtask__idx ON bugtaskflat (assignee, datecreated, bugtask DESC) WHERE assignee IS NOT NULL;
CREATE INDEX bugtaskflat__assignee__date_last_updated__bugtask__idx ON bugtaskflat (assignee, date_last_updated, bugtask DESC) WHERE assignee IS NOT NULL;
CREATE INDEX bugtaskflat__bug_owner__importance__bugtask__idx ON bugtaskflat (bug_owner, importance, bugtask DESC);
CREATE INDEX bugtaskflat__bug_owner__heat__bugtask__idx ON bugtaskflat (bug_owner, heat, bugtask DESC);
CREATE INDEX bugtaskflat__bug_owner__datecreated__bugtask__idx ON bugtaskflat (bug_owner, datecreated, bugtask DESC);
CREATE INDEX bugtaskflat__bug_owner__date_last_updated__bugtask__idx ON bugtaskflat (bug_owner, date_last_updated, bugtask DESC);

-- The same of those that are open.
CREATE INDEX bugtaskflat__open__importance__idx ON bugtaskflat (importance, bugtask DESC) WHERE status IN (10, 13, 14, 15, 20, 21, 22, 23, 25) AND duplicateof IS NULL;
CREATE INDEX bugtaskflat__open__heat__idx ON bugtaskflat (heat, bugtask DESC) WHERE status IN (10, 13, 14, 15, 20, 21, 22, 23, 25) AND duplicateof IS NULL;
CREATE INDEX bugtaskflat__open__datecreated__idx ON bugtaskflat (datecreated, bugtask DESC) WHERE status IN (10, 13, 14, 15, 20, 21, 22, 23, 25) AND duplicateof IS NULL;
CREATE INDEX bugtaskflat__open__date_last_updated__idx ON bugtaskflat (date_last_updated, bugtask DESC) WHERE status IN (10, 13, 14, 15, 20, 21, 22, 23, 25) AND duplicateof IS NULL;
CREATE INDEX bugtaskflat__open__distribution__importance__idx ON bugtaskflat (distribution, importance, bugtask DESC) WHERE status IN (10, 13, 14, 15, 20, 21, 22, 23, 25) AND duplicateof IS NULL AND distribution IS NOT NULL;
CREATE INDEX bugtaskflat__open__distribution__heat__idx ON bugtaskflat (distribution, heat, bugtask DESC) WHERE status IN (10, 13, 14, 15, 20, 21, 22, 23, 25) AND duplicateof IS NULL AND distribution IS NOT NULL;
CREATE INDEX bugtaskflat__open__distribution__datecreated__idx ON bugtaskflat (distribution, datecreated, bugtask DESC) WHERE status IN (10, 13, 14, 15, 20, 21, 22, 23, 25) AND duplicateof IS NULL AND distribution IS NOT NULL;
CREATE INDEX bugtaskflat__open__distribution__date_last_updated__idx ON bugtaskflat (distribution, date_last_updated, bugtask DESC) WHERE status IN (10, 13, 14, 15, 20, 21, 22, 23, 25) AND duplicateof IS NULL AND distribution IS NOT NULL;
CREATE INDEX bugtaskflat__open__distroseries__importance__idx ON bugtaskflat (distroseries, importance, bugtask DESC) WHERE status IN (10, 13, 14, 15, 20, 21, 22, 23, 25) AND duplicateof IS NULL AND distroseries IS NOT NULL;
CREATE INDEX bugtaskflat__open__distroseries__heat__idx ON bugtaskflat (distroseries, heat, bugtask DESC) WHERE status IN (10, 13, 14, 15, 20, 21, 22, 23, 25) AND duplicateof IS NULL AND distroseries IS NOT NULL;
CREATE INDEX bugtaskflat__open__distroseries__datecreated__idx ON bugtaskflat (distroseries, datecreated, bugtask DESC) WHERE status IN (10, 13, 14, 15, 20, 21, 22, 23, 25) AND duplicateof IS NULL AND distroseries IS NOT NULL;
CREATE INDEX bugtaskflat__open__distroseries__date_last_updated__idx ON bugtaskflat (distroseries, date_last_updated, bugtask DESC) WHERE status IN (10, 13, 14, 15, 20, 21, 22, 23, 25) AND duplicateof IS NULL AND distroseries IS NOT NULL;
CREATE INDEX bugtaskflat__open__product__importance__idx ON bugtaskflat (product, importance, bugtask DESC) WHERE status IN (10, 13, 14, 15, 20, 21, 22, 23, 25) AND duplicateof IS NULL AND product IS NOT NULL;
CREATE INDEX bugtaskflat__open__product__heat__idx ON bugtaskflat (product, heat, bugtask DESC) WHERE status IN (10, 13, 14, 15, 20, 21, 22, 23, 25) AND duplicateof IS NULL AND product IS NOT NULL;
CREATE INDEX bugtaskflat__open__product__datecreated__idx ON bugtaskflat (product, datecreated, bugtask DESC) WHERE status IN (10, 13, 14, 15, 20, 21, 22, 23, 25) AND duplicateof IS NULL AND product IS NOT NULL;
CREATE INDEX bugtaskflat__open__product__date_last_updated__idx ON bugtaskflat (product, date_last_updated, bugtask DESC) WHERE status IN (10, 13, 14, 15, 20, 21, 22, 23, 25) AND duplicateof IS NULL AND product IS NOT NULL;
CREATE INDEX bugtaskflat__open__productseries__importance__idx ON bugtaskflat (productseries, importance, bugtask DESC) WHERE status IN (10, 13, 14, 15, 20, 21, 22, 23, 25) AND duplicateof IS NULL AND productseries IS NOT NULL;
CREATE INDEX bugtaskflat__open__productseries__heat__idx ON bugtaskflat (productseries, heat, bugtask DESC) WHERE status IN (10, 13, 14, 15, 20, 21, 22, 23, 25) AND duplicateof IS NULL AND productseries IS NOT NULL;
CREATE INDEX bugtaskflat__open__productseries__datecreated__idx ON bugtaskflat (productseries, datecreated, bugtask DESC) WHERE status IN (10, 13, 14, 15, 20, 21, 22, 23, 25) AND duplicateof IS NULL AND productseries IS NOT NULL;
CREATE INDEX bugtaskflat__open__productseries__date_last_updated__idx ON bugtaskflat (productseries, date_last_updated, bugtask DESC) WHERE status IN (10, 13, 14, 15, 20, 21, 22, 23, 25) AND duplicateof IS NULL AND productseries IS NOT NULL;
CREATE INDEX bugtaskflat__open__milestone__importance__idx ON bugtaskflat (milestone, importance, bugtask DESC) WHERE status IN (10, 13, 14, 15, 20, 21, 22, 23, 25) AND duplicateof IS NULL AND milestone IS NOT NULL;
CREATE INDEX bugtaskflat__open__milestone__heat__idx ON bugtaskflat (milestone, heat, bugtask DESC) WHERE status IN (10, 13, 14, 15, 20, 21, 22, 23, 25) AND duplicateof IS NULL AND milestone IS NOT NULL;
CREATE INDEX bugtaskflat__open__milestone__datecreated__idx ON bugtaskflat (milestone, datecreated, bugtask DESC) WHERE status IN (10, 13, 14, 15, 20, 21, 22, 23, 25) AND duplicateof IS NULL AND milestone IS NOT NULL;
CREATE INDEX bugtaskflat__open__milestone__date_last_updated__idx ON bugtaskflat (milestone, date_last_updated, bugtask DESC) WHERE status IN (10, 13, 14, 15, 20, 21, 22, 23, 25) AND duplicateof IS NULL AND milestone IS NOT NULL;
CREATE INDEX bugtaskflat__open__assignee__importance__idx ON bugtaskflat (assignee, importance, bugtask DESC) WHERE status IN (10, 13, 14, 15, 20, 21, 22, 23, 25) AND duplicateof IS NULL AND assignee IS NOT NULL;
CREATE INDEX bugtaskflat__open__assignee__heat__idx ON bugtaskflat (assignee, heat, bugtask DESC) WHERE status IN (10, 13, 14, 15, 20, 21, 22, 23, 25) AND duplicateof IS NULL AND assignee IS NOT NULL;
CREATE INDEX bugtaskflat__open__assignee__datecreated__idx ON bugtaskflat (assignee, datecreated, bugtask DESC) WHERE status IN (10, 13, 14, 15, 20, 21, 22, 23, 25) AND duplicateof IS NULL AND assignee IS NOT NULL;
CREATE INDEX bugtaskflat__open__assignee__date_last_updated__idx ON bugtaskflat (assignee, date_last_updated, bugtask DESC) WHERE status IN (10, 13, 14, 15, 20, 21, 22, 23, 25) AND duplicateof IS NULL AND assignee IS NOT NULL;
CREATE INDEX bugtaskflat__open__bug_owner__importance__idx ON bugtaskflat (bug_owner, importance, bugtask DESC) WHERE status IN (10, 13, 14, 15, 20, 21, 22, 23, 25) AND duplicateof IS NULL;
CREATE INDEX bugtaskflat__open__bug_owner__heat__idx ON bugtaskflat (bug_owner, heat, bugtask DESC) WHERE status IN (10, 13, 14, 15, 20, 21, 22, 23, 25) AND duplicateof IS NULL;
CREATE INDEX bugtaskflat__open__bug_owner__datecreated__idx ON bugtaskflat (bug_owner, datecreated, bugtask DESC) WHERE status IN (10, 13, 14, 15, 20, 21, 22, 23, 25) AND duplicateof IS NULL;
CREATE INDEX bugtaskflat__open__bug_owner__date_last_updated__idx ON bugtaskflat (bug_owner, date_last_updated, bugtask DESC) WHERE status IN (10, 13, 14, 15, 20, 21, 22, 23, 25) AND duplicateof IS NULL;

-- Those of source packages.
CREATE INDEX bugtaskflat__open__package__importance__idx ON bugtaskflat (distribution, sourcepackagename, importance, bugtask DESC) WHERE status IN (10, 13, 14, 15, 20, 21, 22, 23, 25) AND duplicateof IS NULL AND sourcepackagename IS NOT NULL;
CREATE INDEX bugtaskflat__open__package__heat__idx ON bugtaskflat (distribution, sourcepackagename, heat, bugtask DESC) WHERE status IN (10, 13, 14, 15, 20, 21, 22, 23, 25) AND duplicateof IS NULL AND sourcepackagename IS NOT NULL;
CREATE INDEX bugtaskflat__open__package__datecreated__idx ON bugtaskflat (distribution, sourcepackagename, datecreated, bugtask DESC) WHERE status IN (10, 13, 14, 15, 20, 21, 22, 23, 25) AND duplicateof IS NULL AND sourcepackagename IS NOT NULL;
CREATE INDEX bugtaskflat__open__package__date_last_updated__idx ON bugtaskflat (distribution, sourcepackagename, date_last_updated, bugtask DESC) WHERE status IN (10, 13, 14, 15, 20, 21, 22, 23, 25) AND duplicateof IS NULL AND sourcepackagename IS NOT NULL;
CREATE INDEX bugtaskflat__package__idx ON bugtaskflat (distribution, sourcepackagename) WHERE distribution IS NOT NULL AND sourcepackagename IS NOT NULL;
CREATE INDEX bugtaskflat__series_package__idx ON bugtaskflat (distroseries, sourcepackagename) WHERE distroseries IS NOT NULL AND sourcepackagename IS NOT NULL;

-- By heat, those that everybody sees: private bugs are hot, and who sees none of them
-- would have to read past all.
CREATE INDEX bugtaskflat__public__heat__idx ON bugtaskflat (heat, bugtask DESC) WHERE information_type IN (1, 2);
CREATE INDEX bugtaskflat__public__open__heat__idx ON bugtaskflat (heat, bugtask DESC) WHERE information_type IN (1, 2) AND status IN (10, 13, 14, 15, 20, 21, 22, 23, 25) AND duplicateof IS NULL;
CREATE INDEX bugtaskflat__public__distribution__heat__idx ON bugtaskflat (distribution, heat, bugtask DESC) WHERE information_type IN (1, 2) AND distribution IS NOT NULL;
CREATE INDEX bugtaskflat__public__open__distribution__heat__idx ON bugtaskflat (distribution, heat, bugtask DESC) WHERE information_type IN (1, 2) AND status IN (10, 13, 14, 15, 20, 21, 22, 23, 25) AND duplicateof IS NULL AND distribution IS NOT NULL;
CREATE INDEX bugtaskflat__public__distroseries__heat__idx ON bugtaskflat (distroseries, heat, bugtask DESC) WHERE information_type IN (1, 2) AND distroseries IS NOT NULL;
CREATE INDEX bugtaskflat__public__open__distroseries__heat__idx ON bugtaskflat (distroseries, heat, bugtask DESC) WHERE information_type IN (1, 2) AND status IN (10, 13, 14, 15, 20, 21, 22, 23, 25) AND duplicateof IS NULL AND distroseries IS NOT NULL;
CREATE INDEX bugtaskflat__public__product__heat__idx ON bugtaskflat (product, heat, bugtask DESC) WHERE information_type IN (1, 2) AND product IS NOT NULL;
CREATE INDEX bugtaskflat__public__open__product__heat__idx ON bugtaskflat (product, heat, bugtask DESC) WHERE information_type IN (1, 2) AND status IN (10, 13, 14, 15, 20, 21, 22, 23, 25) AND duplicateof IS NULL AND product IS NOT NULL;
CREATE INDEX bugtaskflat__public__productseries__heat__idx ON bugtaskflat (productseries, heat, bugtask DESC) WHERE information_type IN (1, 2) AND productseries IS NOT NULL;
CREATE INDEX bugtaskflat__public__open__productseries__heat__idx ON bugtaskflat (productseries, heat, bugtask DESC) WHERE information_type IN (1, 2) AND status IN (10, 13, 14, 15, 20, 21, 22, 23, 25) AND duplicateof IS NULL AND productseries IS NOT NULL;
CREATE INDEX bugtaskflat__public__milestone__heat__idx ON bugtaskflat (milestone, heat, bugtask DESC) WHERE information_type IN (1, 2) AND milestone IS NOT NULL;
CREATE INDEX bugtaskflat__public__open__milestone__heat__idx ON bugtaskflat (milestone, heat, bugtask DESC) WHERE information_type IN (1, 2) AND status IN (10, 13, 14, 15, 20, 21, 22, 23, 25) AND duplicateof IS NULL AND milestone IS NOT NULL;
CREATE INDEX bugtaskflat__public__assignee__heat__idx ON bugtaskflat (assignee, heat, bugtask DESC) WHERE information_type IN (1, 2) AND assignee IS NOT NULL;
CREATE INDEX bugtaskflat__public__open__assignee__heat__idx ON bugtaskflat (assignee, heat, bugtask DESC) WHERE information_type IN (1, 2) AND status IN (10, 13, 14, 15, 20, 21, 22, 23, 25) AND duplicateof IS NULL AND assignee IS NOT NULL;
CREATE INDEX bugtaskflat__public__bug_owner__heat__idx ON bugtaskflat (bug_owner, heat, bugtask DESC) WHERE information_type IN (1, 2);
CREATE INDEX bugtaskflat__public__open__bug_owner__heat__idx ON bugtaskflat (bug_owner, heat, bugtask DESC) WHERE information_type IN (1, 2) AND status IN (10, 13, 14, 15, 20, 21, 22, 23, 25) AND duplicateof IS NULL;
CREATE INDEX bugtaskflat__public__open__package__heat__idx ON bugtaskflat (distribution, sourcepackagename, heat, bugtask DESC) WHERE information_type IN (1, 2) AND status IN (10, 13, 14, 15, 20, 21, 22, 23, 25) AND duplicateof IS NULL AND sourcepackagename IS NOT NULL;
CREATE INDEX bug__public__heat__id__idx ON bug (heat, id DESC) WHERE information_type IN (1, 2);

-- What is not simply public, of which there is little.
CREATE INDEX bugtaskflat__information_type__importance__idx ON bugtaskflat (information_type, importance, bugtask DESC) WHERE information_type <> 1;
CREATE INDEX bugtaskflat__information_type__heat__idx ON bugtaskflat (information_type, heat, bugtask DESC) WHERE information_type <> 1;
CREATE INDEX bugtaskflat__information_type__datecreated__idx ON bugtaskflat (information_type, datecreated, bugtask DESC) WHERE information_type <> 1;
CREATE INDEX bugtaskflat__information_type__date_last_updated__idx ON bugtaskflat (information_type, date_last_updated, bugtask DESC) WHERE information_type <> 1;

-- What words are searched in; the expression is that of the statements.
CREATE INDEX bug__words__idx ON bug USING gin ((array_to_tsvector(array_remove(regexp_split_to_array(regexp_replace(translate(title || ' ' || description, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'), E'[^\\u0001-\\u002f\\u003a-\\u0040\\u005b-\\u0060\\u007b-\\u007f]{255}[^\\u0001-\\u002f\\u003a-\\u0040\\u005b-\\u0060\\u007b-\\u007f]+', '', 'g'), E'[\\u0001-\\u002f\\u003a-\\u0040\\u005b-\\u0060\\u007b-\\u007f]+'), ''))));
CREATE INDEX person__words__idx ON person USING gin ((array_to_tsvector(array_remove(regexp_split_to_array(regexp_replace(translate(name || ' ' || displayname, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'), E'[^\\u0001-\\u002f\\u003a-\\u0040\\u005b-\\u0060\\u007b-\\u007f]{255}[^\\u0001-\\u002f\\u003a-\\u0040\\u005b-\\u0060\\u007b-\\u007f]+', '', 'g'), E'[\\u0001-\\u002f\\u003a-\\u0040\\u005b-\\u0060\\u007b-\\u007f]+'), ''))));
CREATE INDEX product__words__idx ON product USING gin ((array_to_tsvector(array_remove(regexp_split_to_array(regexp_replace(translate(name || ' ' || displayname || ' ' || title || ' ' || summary, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'), E'[^\\u0001-\\u002f\\u003a-\\u0040\\u005b-\\u0060\\u007b-\\u007f]{255}[^\\u0001-\\u002f\\u003a-\\u0040\\u005b-\\u0060\\u007b-\\u007f]+', '', 'g'), E'[\\u0001-\\u002f\\u003a-\\u0040\\u005b-\\u0060\\u007b-\\u007f]+'), ''))));
CREATE INDEX project__words__idx ON project USING gin ((array_to_tsvector(array_remove(regexp_split_to_array(regexp_replace(translate(name || ' ' || displayname || ' ' || title || ' ' || summary, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'), E'[^\\u0001-\\u002f\\u003a-\\u0040\\u005b-\\u0060\\u007b-\\u007f]{255}[^\\u0001-\\u002f\\u003a-\\u0040\\u005b-\\u0060\\u007b-\\u007f]+', '', 'g'), E'[\\u0001-\\u002f\\u003a-\\u0040\\u005b-\\u0060\\u007b-\\u007f]+'), ''))));
CREATE INDEX distribution__words__idx ON distribution USING gin ((array_to_tsvector(array_remove(regexp_split_to_array(regexp_replace(translate(name || ' ' || displayname || ' ' || title || ' ' || summary, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'), E'[^\\u0001-\\u002f\\u003a-\\u0040\\u005b-\\u0060\\u007b-\\u007f]{255}[^\\u0001-\\u002f\\u003a-\\u0040\\u005b-\\u0060\\u007b-\\u007f]+', '', 'g'), E'[\\u0001-\\u002f\\u003a-\\u0040\\u005b-\\u0060\\u007b-\\u007f]+'), ''))));

-- What was found by its words, newest first.
CREATE INDEX bug__datecreated__idx ON bug (datecreated);
CREATE INDEX person__datecreated__idx ON person (datecreated);

-- People by the name shown.
CREATE INDEX person__displayname__id__idx ON person (displayname, id);

-- What entities are found and ordered by, where the schema has none.
CREATE INDEX bug__heat__id__idx ON bug (heat, id DESC);
CREATE INDEX bug__date_last_updated__id__idx ON bug (date_last_updated, id DESC);
CREATE INDEX emailaddress__email__idx ON emailaddress (email);
