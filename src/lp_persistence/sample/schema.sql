-- Launchpad's tables, as they are in PostgreSQL, without the keys that lead to
-- tables that are not here. `schema.py` translates this for SQLite.

CREATE TABLE account (
    id serial NOT NULL,
    date_created timestamp without time zone DEFAULT timezone('UTC', now()) NOT NULL,
    creation_rationale integer NOT NULL,
    status integer NOT NULL,
    date_status_set timestamp without time zone DEFAULT timezone('UTC', now()) NOT NULL,
    displayname text NOT NULL,
    status_comment text,
    PRIMARY KEY (id)
);

CREATE TABLE person (
    id serial NOT NULL,
    displayname text NOT NULL,
    teamowner integer,
    teamdescription text,
    name text NOT NULL,
    language integer,
    fti tsvector,
    defaultmembershipperiod integer,
    defaultrenewalperiod integer,
    subscriptionpolicy integer DEFAULT 1 NOT NULL,
    merged integer,
    datecreated timestamp without time zone DEFAULT timezone('UTC', now()) NOT NULL,
    homepage_content text,
    icon integer,
    mugshot integer,
    hide_email_addresses boolean DEFAULT false NOT NULL,
    creation_rationale integer,
    creation_comment text,
    registrant integer,
    logo integer,
    renewal_policy integer DEFAULT 10 NOT NULL,
    personal_standing integer DEFAULT 0 NOT NULL,
    personal_standing_reason text,
    mail_resumption_date date,
    mailing_list_auto_subscribe_policy integer DEFAULT 1 NOT NULL,
    mailing_list_receive_duplicates boolean DEFAULT true NOT NULL,
    visibility integer DEFAULT 1 NOT NULL,
    verbose_bugnotifications boolean DEFAULT false NOT NULL,
    account integer,
    description text,
    PRIMARY KEY (id)
);

CREATE TABLE personsettings (
    person integer NOT NULL,
    selfgenerated_bugnotifications boolean DEFAULT false NOT NULL,
    expanded_notification_footers boolean NOT NULL,
    require_strong_email_authentication boolean,
    PRIMARY KEY (person)
);

CREATE TABLE emailaddress (
    id serial NOT NULL,
    email text NOT NULL,
    person integer NOT NULL,
    status integer NOT NULL,
    date_created timestamp without time zone DEFAULT timezone('UTC', now()) NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE teammembership (
    id serial NOT NULL,
    person integer NOT NULL,
    team integer NOT NULL,
    status integer NOT NULL,
    date_joined timestamp without time zone DEFAULT timezone('UTC', now()),
    date_expires timestamp without time zone,
    last_changed_by integer,
    last_change_comment text,
    proposed_by integer,
    acknowledged_by integer,
    reviewed_by integer,
    date_proposed timestamp without time zone,
    date_last_changed timestamp without time zone,
    date_acknowledged timestamp without time zone,
    date_reviewed timestamp without time zone,
    proponent_comment text,
    acknowledger_comment text,
    reviewer_comment text,
    date_created timestamp without time zone DEFAULT timezone('UTC', now()) NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE teamparticipation (
    id serial NOT NULL,
    team integer NOT NULL,
    person integer NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE ircid (
    id serial NOT NULL,
    person integer NOT NULL,
    network text NOT NULL,
    nickname text NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE karmatotalcache (
    id serial NOT NULL,
    person integer NOT NULL,
    karma_total integer NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE libraryfilecontent (
    datecreated timestamp without time zone DEFAULT timezone('UTC', now()) NOT NULL,
    filesize bigint NOT NULL,
    sha1 character(40) NOT NULL,
    md5 character(32) NOT NULL,
    sha256 character(64) NOT NULL,
    id bigserial NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE libraryfilealias (
    id serial NOT NULL,
    filename text NOT NULL,
    mimetype text NOT NULL,
    expires timestamp without time zone,
    date_created timestamp without time zone DEFAULT timezone('UTC', now()) NOT NULL,
    restricted boolean DEFAULT false NOT NULL,
    hits integer DEFAULT 0 NOT NULL,
    content bigint,
    PRIMARY KEY (id)
);

CREATE TABLE product (
    id serial NOT NULL,
    project integer,
    owner integer NOT NULL,
    name text NOT NULL,
    displayname text NOT NULL,
    title text NOT NULL,
    summary text NOT NULL,
    description text,
    datecreated timestamp without time zone DEFAULT timezone('UTC', now()) NOT NULL,
    homepageurl text,
    screenshotsurl text,
    wikiurl text,
    listurl text,
    programminglang text,
    downloadurl text,
    lastdoap text,
    sourceforgeproject text,
    freshmeatproject text,
    reviewed boolean DEFAULT false NOT NULL,
    active boolean DEFAULT true NOT NULL,
    fti tsvector,
    autoupdate boolean DEFAULT false NOT NULL,
    translationgroup integer,
    translationpermission integer DEFAULT 1 NOT NULL,
    official_rosetta boolean DEFAULT false NOT NULL,
    official_malone boolean DEFAULT false NOT NULL,
    bug_supervisor integer,
    driver integer,
    bugtracker integer,
    development_focus integer,
    homepage_content text,
    icon integer,
    mugshot integer,
    logo integer,
    official_answers boolean DEFAULT false NOT NULL,
    private_specs boolean DEFAULT false NOT NULL,
    license_info text,
    official_blueprints boolean DEFAULT false NOT NULL,
    enable_bug_expiration boolean DEFAULT false NOT NULL,
    bug_reporting_guidelines text,
    reviewer_whiteboard text,
    license_approved boolean DEFAULT false NOT NULL,
    registrant integer NOT NULL,
    remote_product text,
    translation_focus integer,
    max_bug_heat integer,
    bug_reported_acknowledgement text,
    answers_usage integer DEFAULT 10 NOT NULL,
    blueprints_usage integer DEFAULT 10 NOT NULL,
    translations_usage integer DEFAULT 10 NOT NULL,
    enable_bugfiling_duplicate_search boolean DEFAULT true NOT NULL,
    branch_sharing_policy integer,
    bug_sharing_policy integer,
    specification_sharing_policy integer DEFAULT 1 NOT NULL,
    information_type integer DEFAULT 1 NOT NULL,
    vcs integer,
    access_policies integer[],
    content_templates jsonb,
    PRIMARY KEY (id)
);

CREATE TABLE productseries (
    id serial NOT NULL,
    product integer NOT NULL,
    name text NOT NULL,
    summary text NOT NULL,
    releasefileglob text,
    releaseverstyle integer,
    datecreated timestamp without time zone DEFAULT timezone('UTC', now()) NOT NULL,
    driver integer,
    owner integer NOT NULL,
    status integer DEFAULT 2 NOT NULL,
    translations_autoimport_mode integer DEFAULT 1 NOT NULL,
    branch integer,
    translations_branch integer,
    PRIMARY KEY (id)
);

CREATE TABLE project (
    id serial NOT NULL,
    owner integer NOT NULL,
    name text NOT NULL,
    displayname text NOT NULL,
    title text NOT NULL,
    summary text NOT NULL,
    description text NOT NULL,
    datecreated timestamp without time zone DEFAULT timezone('UTC', now()) NOT NULL,
    homepageurl text,
    wikiurl text,
    lastdoap text,
    sourceforgeproject text,
    freshmeatproject text,
    reviewed boolean DEFAULT false NOT NULL,
    active boolean DEFAULT true NOT NULL,
    fti tsvector,
    translationgroup integer,
    translationpermission integer DEFAULT 1 NOT NULL,
    driver integer,
    bugtracker integer,
    homepage_content text,
    icon integer,
    mugshot integer,
    logo integer,
    bug_reporting_guidelines text,
    reviewer_whiteboard text,
    registrant integer NOT NULL,
    max_bug_heat integer,
    bug_reported_acknowledgement text,
    content_templates jsonb,
    PRIMARY KEY (id)
);

CREATE TABLE distribution (
    id serial NOT NULL,
    name text NOT NULL,
    title text NOT NULL,
    description text NOT NULL,
    domainname text NOT NULL,
    owner integer NOT NULL,
    displayname text NOT NULL,
    summary text NOT NULL,
    members integer NOT NULL,
    translationgroup integer,
    translationpermission integer DEFAULT 1 NOT NULL,
    bug_supervisor integer,
    official_malone boolean DEFAULT false NOT NULL,
    official_rosetta boolean DEFAULT false NOT NULL,
    driver integer,
    translation_focus integer,
    mirror_admin integer NOT NULL,
    upload_sender text,
    date_created timestamp without time zone DEFAULT timezone('UTC', now()) NOT NULL,
    homepage_content text,
    icon integer,
    mugshot integer,
    logo integer,
    fti tsvector,
    official_answers boolean DEFAULT false NOT NULL,
    language_pack_admin integer,
    official_blueprints boolean DEFAULT false NOT NULL,
    enable_bug_expiration boolean DEFAULT false NOT NULL,
    bug_reporting_guidelines text,
    reviewer_whiteboard text,
    max_bug_heat integer,
    bug_reported_acknowledgement text,
    answers_usage integer DEFAULT 10 NOT NULL,
    blueprints_usage integer DEFAULT 10 NOT NULL,
    translations_usage integer DEFAULT 10 NOT NULL,
    registrant integer NOT NULL,
    package_derivatives_email text,
    redirect_release_uploads boolean DEFAULT false NOT NULL,
    development_series_alias text,
    official_packages boolean DEFAULT false NOT NULL,
    supports_ppas boolean DEFAULT false NOT NULL,
    supports_mirrors boolean DEFAULT false NOT NULL,
    vcs integer,
    oci_project_admin integer,
    default_traversal_policy integer DEFAULT 0 NOT NULL,
    redirect_default_traversal boolean DEFAULT false NOT NULL,
    oci_credentials integer,
    branch_sharing_policy integer DEFAULT 1 NOT NULL,
    bug_sharing_policy integer DEFAULT 1 NOT NULL,
    specification_sharing_policy integer DEFAULT 1 NOT NULL,
    information_type integer DEFAULT 1 NOT NULL,
    access_policies integer[],
    security_admin integer,
    code_admin integer,
    content_templates jsonb,
    PRIMARY KEY (id)
);

CREATE TABLE distroseries (
    id serial NOT NULL,
    distribution integer NOT NULL,
    name text NOT NULL,
    title text NOT NULL,
    description text NOT NULL,
    version text NOT NULL,
    releasestatus integer NOT NULL,
    datereleased timestamp without time zone,
    parent_series integer,
    registrant integer NOT NULL,
    summary text NOT NULL,
    displayname text NOT NULL,
    datelastlangpack timestamp without time zone,
    messagecount integer DEFAULT 0 NOT NULL,
    nominatedarchindep integer,
    changeslist text,
    binarycount integer DEFAULT 0 NOT NULL,
    sourcecount integer DEFAULT 0 NOT NULL,
    driver integer,
    date_created timestamp without time zone DEFAULT timezone('UTC', now()) NOT NULL,
    hide_all_translations boolean DEFAULT true NOT NULL,
    defer_translation_imports boolean DEFAULT true NOT NULL,
    language_pack_base integer,
    language_pack_delta integer,
    language_pack_proposed integer,
    language_pack_full_export_requested boolean DEFAULT false NOT NULL,
    backports_not_automatic boolean DEFAULT false NOT NULL,
    include_long_descriptions boolean DEFAULT true NOT NULL,
    proposed_not_automatic boolean DEFAULT false NOT NULL,
    publishing_options text,
    PRIMARY KEY (id)
);

CREATE TABLE milestone (
    id serial NOT NULL,
    product integer,
    name text NOT NULL,
    distribution integer,
    dateexpected timestamp without time zone,
    active boolean DEFAULT true NOT NULL,
    productseries integer,
    distroseries integer,
    date_created timestamp without time zone DEFAULT timezone('UTC', now()) NOT NULL,
    summary text,
    codename text,
    PRIMARY KEY (id)
);

CREATE TABLE milestonetag (
    id serial NOT NULL,
    milestone integer NOT NULL,
    tag text NOT NULL,
    date_created timestamp without time zone DEFAULT timezone('UTC', now()) NOT NULL,
    created_by integer NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE sourcepackagename (
    id serial NOT NULL,
    name text NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE distributionsourcepackage (
    id serial NOT NULL,
    distribution integer NOT NULL,
    sourcepackagename integer NOT NULL,
    bug_reporting_guidelines text,
    max_bug_heat integer,
    bug_reported_acknowledgement text,
    total_bug_heat integer,
    bug_count integer,
    po_message_count integer,
    is_upstream_link_allowed boolean DEFAULT true NOT NULL,
    enable_bugfiling_duplicate_search boolean DEFAULT true NOT NULL,
    content_templates jsonb,
    PRIMARY KEY (id)
);

CREATE TABLE pillarname (
    id serial NOT NULL,
    name text NOT NULL,
    product integer,
    project integer,
    distribution integer,
    active boolean DEFAULT true NOT NULL,
    alias_for integer,
    PRIMARY KEY (id)
);

CREATE TABLE bug (
    id serial NOT NULL,
    datecreated timestamp without time zone DEFAULT timezone('UTC', now()) NOT NULL,
    name text,
    title text NOT NULL,
    description text NOT NULL,
    owner integer NOT NULL,
    duplicateof integer,
    fti tsvector,
    date_last_updated timestamp without time zone DEFAULT timezone('UTC', now()) NOT NULL,
    date_made_private timestamp without time zone,
    who_made_private integer,
    date_last_message timestamp without time zone,
    number_of_duplicates integer DEFAULT 0 NOT NULL,
    message_count integer DEFAULT 0 NOT NULL,
    users_affected_count integer DEFAULT 0,
    users_unaffected_count integer DEFAULT 0,
    heat integer DEFAULT 0 NOT NULL,
    heat_last_updated timestamp without time zone,
    latest_patch_uploaded timestamp without time zone,
    information_type integer NOT NULL,
    lock_status integer DEFAULT 0 NOT NULL,
    lock_reason text,
    PRIMARY KEY (id)
);

CREATE TABLE bugtask (
    id serial NOT NULL,
    bug integer NOT NULL,
    product integer,
    distribution integer,
    distroseries integer,
    sourcepackagename integer,
    status integer NOT NULL,
    importance integer DEFAULT 5 NOT NULL,
    assignee integer,
    date_assigned timestamp without time zone,
    datecreated timestamp without time zone DEFAULT timezone('UTC', now()),
    owner integer NOT NULL,
    milestone integer,
    bugwatch integer,
    targetnamecache text,
    date_confirmed timestamp without time zone,
    date_inprogress timestamp without time zone,
    date_closed timestamp without time zone,
    productseries integer,
    date_incomplete timestamp without time zone,
    date_left_new timestamp without time zone,
    date_triaged timestamp without time zone,
    date_fix_committed timestamp without time zone,
    date_fix_released timestamp without time zone,
    date_left_closed timestamp without time zone,
    date_milestone_set timestamp without time zone,
    ociproject integer,
    ociprojectseries integer,
    status_explanation text,
    importance_explanation text,
    date_deferred timestamp without time zone,
    packagetype integer,
    channel jsonb,
    metadata jsonb,
    PRIMARY KEY (id)
);

CREATE TABLE bugtaskflat (
    bugtask integer NOT NULL,
    bug integer NOT NULL,
    datecreated timestamp without time zone,
    duplicateof integer,
    bug_owner integer NOT NULL,
    fti tsvector,
    information_type integer NOT NULL,
    date_last_updated timestamp without time zone NOT NULL,
    heat integer NOT NULL,
    product integer,
    productseries integer,
    distribution integer,
    distroseries integer,
    sourcepackagename integer,
    status integer NOT NULL,
    importance integer NOT NULL,
    assignee integer,
    milestone integer,
    owner integer NOT NULL,
    active boolean NOT NULL,
    access_policies integer[],
    access_grants integer[],
    latest_patch_uploaded timestamp without time zone,
    date_closed timestamp without time zone,
    ociproject integer,
    ociprojectseries integer,
    packagetype integer,
    channel jsonb,
    PRIMARY KEY (bugtask)
);

CREATE TABLE bugsubscription (
    id serial NOT NULL,
    person integer NOT NULL,
    bug integer NOT NULL,
    date_created timestamp without time zone DEFAULT timezone('UTC', now()) NOT NULL,
    subscribed_by integer NOT NULL,
    bug_notification_level integer DEFAULT 40 NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE bugmute (
    person integer NOT NULL,
    bug integer NOT NULL,
    date_created timestamp without time zone DEFAULT timezone('UTC', now()) NOT NULL,
    PRIMARY KEY (person, bug)
);

CREATE TABLE bugmessage (
    id serial NOT NULL,
    bug integer NOT NULL,
    message integer NOT NULL,
    bugwatch integer,
    remote_comment_id text,
    "index" integer NOT NULL,
    owner integer NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE message (
    id serial NOT NULL,
    datecreated timestamp without time zone DEFAULT timezone('UTC', now()) NOT NULL,
    subject text,
    owner integer,
    parent integer,
    distribution integer,
    rfc822msgid text NOT NULL,
    fti tsvector,
    raw integer,
    visible boolean DEFAULT true NOT NULL,
    date_deleted timestamp without time zone,
    date_last_edited timestamp without time zone,
    PRIMARY KEY (id)
);

CREATE TABLE messagechunk (
    id serial NOT NULL,
    message integer NOT NULL,
    sequence integer NOT NULL,
    content text,
    blob integer,
    fti tsvector,
    PRIMARY KEY (id)
);

CREATE TABLE bugtag (
    id serial NOT NULL,
    bug integer NOT NULL,
    tag text NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE bugattachment (
    id serial NOT NULL,
    message integer NOT NULL,
    name text,
    title text,
    libraryfile integer,
    bug integer NOT NULL,
    type integer NOT NULL,
    url text,
    vulnerability_patches jsonb,
    PRIMARY KEY (id)
);

CREATE TABLE bugactivity (
    id serial NOT NULL,
    bug integer NOT NULL,
    datechanged timestamp without time zone DEFAULT timezone('UTC', now()) NOT NULL,
    person integer NOT NULL,
    whatchanged text NOT NULL,
    oldvalue text,
    newvalue text,
    message text,
    PRIMARY KEY (id)
);

CREATE TABLE bugnomination (
    id serial NOT NULL,
    bug integer NOT NULL,
    distroseries integer,
    productseries integer,
    status integer NOT NULL,
    date_created timestamp without time zone DEFAULT timezone('UTC', now()),
    date_decided timestamp without time zone,
    owner integer NOT NULL,
    decider integer,
    PRIMARY KEY (id)
);

CREATE TABLE bugwatch (
    id serial NOT NULL,
    bug integer NOT NULL,
    bugtracker integer NOT NULL,
    remotebug text NOT NULL,
    remotestatus text,
    lastchanged timestamp without time zone DEFAULT timezone('UTC', now()),
    lastchecked timestamp without time zone DEFAULT timezone('UTC', now()),
    datecreated timestamp without time zone DEFAULT timezone('UTC', now()) NOT NULL,
    owner integer NOT NULL,
    last_error_type integer,
    remote_importance text,
    remote_lp_bug_id integer,
    next_check timestamp without time zone,
    PRIMARY KEY (id)
);

CREATE TABLE bugtracker (
    id serial NOT NULL,
    bugtrackertype integer NOT NULL,
    name text NOT NULL,
    title text NOT NULL,
    summary text,
    baseurl text NOT NULL,
    owner integer NOT NULL,
    contactdetails text,
    date_created timestamp without time zone DEFAULT timezone('UTC', now()) NOT NULL,
    version text,
    block_comment_pushing boolean DEFAULT false NOT NULL,
    has_lp_plugin boolean,
    active boolean DEFAULT true NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE cve (
    id serial NOT NULL,
    sequence text NOT NULL,
    status integer NOT NULL,
    description text NOT NULL,
    datecreated timestamp without time zone DEFAULT timezone('UTC', now()) NOT NULL,
    datemodified timestamp without time zone DEFAULT timezone('UTC', now()) NOT NULL,
    fti tsvector,
    date_made_public timestamp without time zone,
    cvss jsonb,
    discovered_by text,
    PRIMARY KEY (id)
);

CREATE TABLE bugaffectsperson (
    id serial NOT NULL,
    bug integer NOT NULL,
    person integer NOT NULL,
    affected boolean DEFAULT true NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE xref (
    from_type text NOT NULL,
    from_id text NOT NULL,
    from_id_int integer,
    to_type text NOT NULL,
    to_id text NOT NULL,
    to_id_int integer,
    creator integer,
    date_created timestamp without time zone DEFAULT timezone('UTC', now()) NOT NULL,
    metadata text,
    PRIMARY KEY (from_type, from_id, to_type, to_id)
);

CREATE TABLE structuralsubscription (
    id serial NOT NULL,
    product integer,
    productseries integer,
    project integer,
    milestone integer,
    distribution integer,
    distroseries integer,
    sourcepackagename integer,
    subscriber integer NOT NULL,
    subscribed_by integer NOT NULL,
    date_created timestamp without time zone DEFAULT timezone('UTC', now()) NOT NULL,
    date_last_updated timestamp without time zone DEFAULT timezone('UTC', now()) NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE officialbugtag (
    id serial NOT NULL,
    tag text NOT NULL,
    distribution integer,
    project integer,
    product integer,
    PRIMARY KEY (id)
);

CREATE TABLE accesspolicy (
    id serial NOT NULL,
    product integer,
    distribution integer,
    type integer,
    person integer,
    PRIMARY KEY (id)
);

CREATE TABLE accesspolicyartifact (
    artifact integer NOT NULL,
    policy integer NOT NULL,
    PRIMARY KEY (artifact, policy)
);

CREATE TABLE accessartifact (
    id serial NOT NULL,
    bug integer,
    branch integer,
    specification integer,
    gitrepository integer,
    snap integer,
    ocirecipe integer,
    vulnerability integer,
    PRIMARY KEY (id)
);

CREATE TABLE accessartifactgrant (
    artifact integer NOT NULL,
    grantee integer NOT NULL,
    grantor integer NOT NULL,
    date_created timestamp without time zone DEFAULT timezone('UTC', now()) NOT NULL,
    PRIMARY KEY (artifact, grantee)
);

CREATE TABLE accesspolicygrant (
    policy integer NOT NULL,
    grantee integer NOT NULL,
    grantor integer NOT NULL,
    date_created timestamp without time zone DEFAULT timezone('UTC', now()) NOT NULL,
    PRIMARY KEY (policy, grantee)
);

CREATE TABLE accesspolicygrantflat (
    id serial NOT NULL,
    policy integer NOT NULL,
    artifact integer,
    grantee integer NOT NULL,
    PRIMARY KEY (id)
);

CREATE UNIQUE INDEX person_unique_1 ON person (account);
CREATE UNIQUE INDEX person_unique_2 ON person (name);
ALTER TABLE person ADD FOREIGN KEY (account) REFERENCES account (id);
ALTER TABLE person ADD FOREIGN KEY (icon) REFERENCES libraryfilealias (id);
ALTER TABLE person ADD FOREIGN KEY (logo) REFERENCES libraryfilealias (id);
ALTER TABLE person ADD FOREIGN KEY (mugshot) REFERENCES libraryfilealias (id);
ALTER TABLE person ADD FOREIGN KEY (merged) REFERENCES person (id);
ALTER TABLE person ADD FOREIGN KEY (registrant) REFERENCES person (id);
ALTER TABLE person ADD FOREIGN KEY (teamowner) REFERENCES person (id);
CREATE INDEX person_account_idx ON person (account);
CREATE INDEX person_icon_idx ON person (icon);
CREATE INDEX person_logo_idx ON person (logo);
CREATE INDEX person_mugshot_idx ON person (mugshot);
CREATE INDEX person_language_idx ON person (language);
CREATE INDEX person_merged_idx ON person (merged);
CREATE INDEX person_registrant_idx ON person (registrant);
CREATE INDEX person_teamowner_idx ON person (teamowner);
ALTER TABLE personsettings ADD FOREIGN KEY (person) REFERENCES person (id);
CREATE UNIQUE INDEX emailaddress_unique_1 ON emailaddress (lower(email));
CREATE UNIQUE INDEX emailaddress_unique_2 ON emailaddress (person) WHERE ((status = 4) AND (person IS NOT NULL));
ALTER TABLE emailaddress ADD FOREIGN KEY (person) REFERENCES person (id);
CREATE INDEX emailaddress_person_idx ON emailaddress (person);
CREATE UNIQUE INDEX teammembership_unique_1 ON teammembership (person, team);
ALTER TABLE teammembership ADD FOREIGN KEY (last_changed_by) REFERENCES person (id);
ALTER TABLE teammembership ADD FOREIGN KEY (acknowledged_by) REFERENCES person (id);
ALTER TABLE teammembership ADD FOREIGN KEY (person) REFERENCES person (id);
ALTER TABLE teammembership ADD FOREIGN KEY (proposed_by) REFERENCES person (id);
ALTER TABLE teammembership ADD FOREIGN KEY (reviewed_by) REFERENCES person (id);
ALTER TABLE teammembership ADD FOREIGN KEY (team) REFERENCES person (id);
CREATE INDEX teammembership_last_changed_by_idx ON teammembership (last_changed_by);
CREATE INDEX teammembership_acknowledged_by_idx ON teammembership (acknowledged_by);
CREATE INDEX teammembership_person_idx ON teammembership (person);
CREATE INDEX teammembership_proposed_by_idx ON teammembership (proposed_by);
CREATE INDEX teammembership_reviewed_by_idx ON teammembership (reviewed_by);
CREATE INDEX teammembership_team_idx ON teammembership (team);
CREATE UNIQUE INDEX teamparticipation_unique_1 ON teamparticipation (team, person);
ALTER TABLE teamparticipation ADD FOREIGN KEY (person) REFERENCES person (id);
ALTER TABLE teamparticipation ADD FOREIGN KEY (team) REFERENCES person (id);
CREATE INDEX teamparticipation_person_idx ON teamparticipation (person);
CREATE INDEX teamparticipation_team_idx ON teamparticipation (team);
ALTER TABLE ircid ADD FOREIGN KEY (person) REFERENCES person (id);
CREATE INDEX ircid_person_idx ON ircid (person);
CREATE UNIQUE INDEX karmatotalcache_unique_1 ON karmatotalcache (person);
CREATE UNIQUE INDEX karmatotalcache_unique_2 ON karmatotalcache (karma_total, person);
ALTER TABLE karmatotalcache ADD FOREIGN KEY (person) REFERENCES person (id);
CREATE INDEX karmatotalcache_person_idx ON karmatotalcache (person);
ALTER TABLE libraryfilealias ADD FOREIGN KEY (content) REFERENCES libraryfilecontent (id);
CREATE INDEX libraryfilealias_content_idx ON libraryfilealias (content);
CREATE UNIQUE INDEX product_unique_1 ON product (name);
ALTER TABLE product ADD FOREIGN KEY (bug_supervisor) REFERENCES person (id);
ALTER TABLE product ADD FOREIGN KEY (development_focus) REFERENCES productseries (id);
ALTER TABLE product ADD FOREIGN KEY (icon) REFERENCES libraryfilealias (id);
ALTER TABLE product ADD FOREIGN KEY (logo) REFERENCES libraryfilealias (id);
ALTER TABLE product ADD FOREIGN KEY (mugshot) REFERENCES libraryfilealias (id);
ALTER TABLE product ADD FOREIGN KEY (translation_focus) REFERENCES productseries (id);
ALTER TABLE product ADD FOREIGN KEY (bugtracker) REFERENCES bugtracker (id);
ALTER TABLE product ADD FOREIGN KEY (driver) REFERENCES person (id);
ALTER TABLE product ADD FOREIGN KEY (owner) REFERENCES person (id);
ALTER TABLE product ADD FOREIGN KEY (project) REFERENCES project (id);
ALTER TABLE product ADD FOREIGN KEY (registrant) REFERENCES person (id);
CREATE INDEX product_bug_supervisor_idx ON product (bug_supervisor);
CREATE INDEX product_development_focus_idx ON product (development_focus);
CREATE INDEX product_icon_idx ON product (icon);
CREATE INDEX product_logo_idx ON product (logo);
CREATE INDEX product_mugshot_idx ON product (mugshot);
CREATE INDEX product_translation_focus_idx ON product (translation_focus);
CREATE INDEX product_bugtracker_idx ON product (bugtracker);
CREATE INDEX product_driver_idx ON product (driver);
CREATE INDEX product_owner_idx ON product (owner);
CREATE INDEX product_project_idx ON product (project);
CREATE INDEX product_registrant_idx ON product (registrant);
CREATE INDEX product_translationgroup_idx ON product (translationgroup);
CREATE UNIQUE INDEX productseries_unique_1 ON productseries (product, name);
CREATE UNIQUE INDEX productseries_unique_2 ON productseries (product, id);
ALTER TABLE productseries ADD FOREIGN KEY (driver) REFERENCES person (id);
ALTER TABLE productseries ADD FOREIGN KEY (owner) REFERENCES person (id);
ALTER TABLE productseries ADD FOREIGN KEY (product) REFERENCES product (id);
CREATE INDEX productseries_branch_idx ON productseries (branch);
CREATE INDEX productseries_driver_idx ON productseries (driver);
CREATE INDEX productseries_owner_idx ON productseries (owner);
CREATE INDEX productseries_product_idx ON productseries (product);
CREATE INDEX productseries_translations_branch_idx ON productseries (translations_branch);
CREATE UNIQUE INDEX project_unique_1 ON project (name);
ALTER TABLE project ADD FOREIGN KEY (icon) REFERENCES libraryfilealias (id);
ALTER TABLE project ADD FOREIGN KEY (logo) REFERENCES libraryfilealias (id);
ALTER TABLE project ADD FOREIGN KEY (mugshot) REFERENCES libraryfilealias (id);
ALTER TABLE project ADD FOREIGN KEY (bugtracker) REFERENCES bugtracker (id);
ALTER TABLE project ADD FOREIGN KEY (driver) REFERENCES person (id);
ALTER TABLE project ADD FOREIGN KEY (owner) REFERENCES person (id);
ALTER TABLE project ADD FOREIGN KEY (registrant) REFERENCES person (id);
CREATE INDEX project_icon_idx ON project (icon);
CREATE INDEX project_logo_idx ON project (logo);
CREATE INDEX project_mugshot_idx ON project (mugshot);
CREATE INDEX project_bugtracker_idx ON project (bugtracker);
CREATE INDEX project_driver_idx ON project (driver);
CREATE INDEX project_owner_idx ON project (owner);
CREATE INDEX project_registrant_idx ON project (registrant);
CREATE INDEX project_translationgroup_idx ON project (translationgroup);
CREATE UNIQUE INDEX distribution_unique_1 ON distribution (name);
ALTER TABLE distribution ADD FOREIGN KEY (owner) REFERENCES person (id);
ALTER TABLE distribution ADD FOREIGN KEY (members) REFERENCES person (id);
ALTER TABLE distribution ADD FOREIGN KEY (bug_supervisor) REFERENCES person (id);
ALTER TABLE distribution ADD FOREIGN KEY (icon) REFERENCES libraryfilealias (id);
ALTER TABLE distribution ADD FOREIGN KEY (logo) REFERENCES libraryfilealias (id);
ALTER TABLE distribution ADD FOREIGN KEY (mugshot) REFERENCES libraryfilealias (id);
ALTER TABLE distribution ADD FOREIGN KEY (code_admin) REFERENCES person (id);
ALTER TABLE distribution ADD FOREIGN KEY (driver) REFERENCES person (id);
ALTER TABLE distribution ADD FOREIGN KEY (language_pack_admin) REFERENCES person (id);
ALTER TABLE distribution ADD FOREIGN KEY (mirror_admin) REFERENCES person (id);
ALTER TABLE distribution ADD FOREIGN KEY (oci_project_admin) REFERENCES person (id);
ALTER TABLE distribution ADD FOREIGN KEY (registrant) REFERENCES person (id);
ALTER TABLE distribution ADD FOREIGN KEY (security_admin) REFERENCES person (id);
ALTER TABLE distribution ADD FOREIGN KEY (translation_focus) REFERENCES distroseries (id);
CREATE INDEX distribution_owner_idx ON distribution (owner);
CREATE INDEX distribution_members_idx ON distribution (members);
CREATE INDEX distribution_bug_supervisor_idx ON distribution (bug_supervisor);
CREATE INDEX distribution_icon_idx ON distribution (icon);
CREATE INDEX distribution_logo_idx ON distribution (logo);
CREATE INDEX distribution_mugshot_idx ON distribution (mugshot);
CREATE INDEX distribution_code_admin_idx ON distribution (code_admin);
CREATE INDEX distribution_driver_idx ON distribution (driver);
CREATE INDEX distribution_language_pack_admin_idx ON distribution (language_pack_admin);
CREATE INDEX distribution_mirror_admin_idx ON distribution (mirror_admin);
CREATE INDEX distribution_oci_credentials_idx ON distribution (oci_credentials);
CREATE INDEX distribution_oci_project_admin_idx ON distribution (oci_project_admin);
CREATE INDEX distribution_registrant_idx ON distribution (registrant);
CREATE INDEX distribution_security_admin_idx ON distribution (security_admin);
CREATE INDEX distribution_translation_focus_idx ON distribution (translation_focus);
CREATE INDEX distribution_translationgroup_idx ON distribution (translationgroup);
CREATE UNIQUE INDEX distroseries_unique_1 ON distroseries (distribution, name);
CREATE UNIQUE INDEX distroseries_unique_2 ON distroseries (distribution, id);
ALTER TABLE distroseries ADD FOREIGN KEY (parent_series) REFERENCES distroseries (id);
ALTER TABLE distroseries ADD FOREIGN KEY (distribution) REFERENCES distribution (id);
ALTER TABLE distroseries ADD FOREIGN KEY (driver) REFERENCES person (id);
ALTER TABLE distroseries ADD FOREIGN KEY (registrant) REFERENCES person (id);
CREATE INDEX distroseries_parent_series_idx ON distroseries (parent_series);
CREATE INDEX distroseries_distribution_idx ON distroseries (distribution);
CREATE INDEX distroseries_driver_idx ON distroseries (driver);
CREATE INDEX distroseries_language_pack_base_idx ON distroseries (language_pack_base);
CREATE INDEX distroseries_language_pack_delta_idx ON distroseries (language_pack_delta);
CREATE INDEX distroseries_language_pack_proposed_idx ON distroseries (language_pack_proposed);
CREATE INDEX distroseries_nominatedarchindep_idx ON distroseries (nominatedarchindep);
CREATE INDEX distroseries_registrant_idx ON distroseries (registrant);
CREATE UNIQUE INDEX milestone_unique_1 ON milestone (distribution, id);
CREATE UNIQUE INDEX milestone_unique_2 ON milestone (name, distribution);
CREATE UNIQUE INDEX milestone_unique_3 ON milestone (name, product);
CREATE UNIQUE INDEX milestone_unique_4 ON milestone (product, id);
ALTER TABLE milestone ADD FOREIGN KEY (distroseries) REFERENCES distroseries (id);
ALTER TABLE milestone ADD FOREIGN KEY (distribution) REFERENCES distribution (id);
ALTER TABLE milestone ADD FOREIGN KEY (product) REFERENCES product (id);
ALTER TABLE milestone ADD FOREIGN KEY (productseries) REFERENCES productseries (id);
CREATE INDEX milestone_distroseries_idx ON milestone (distroseries);
CREATE INDEX milestone_distribution_idx ON milestone (distribution);
CREATE INDEX milestone_product_idx ON milestone (product);
CREATE INDEX milestone_productseries_idx ON milestone (productseries);
CREATE UNIQUE INDEX milestonetag_unique_1 ON milestonetag (tag, milestone);
ALTER TABLE milestonetag ADD FOREIGN KEY (created_by) REFERENCES person (id);
ALTER TABLE milestonetag ADD FOREIGN KEY (milestone) REFERENCES milestone (id);
CREATE INDEX milestonetag_created_by_idx ON milestonetag (created_by);
CREATE INDEX milestonetag_milestone_idx ON milestonetag (milestone);
CREATE UNIQUE INDEX sourcepackagename_unique_1 ON sourcepackagename (name);
CREATE UNIQUE INDEX distributionsourcepackage_unique_1 ON distributionsourcepackage (sourcepackagename, distribution);
ALTER TABLE distributionsourcepackage ADD FOREIGN KEY (distribution) REFERENCES distribution (id);
ALTER TABLE distributionsourcepackage ADD FOREIGN KEY (sourcepackagename) REFERENCES sourcepackagename (id);
CREATE INDEX distributionsourcepackage_distribution_idx ON distributionsourcepackage (distribution);
CREATE INDEX distributionsourcepackage_sourcepackagename_idx ON distributionsourcepackage (sourcepackagename);
CREATE UNIQUE INDEX pillarname_unique_1 ON pillarname (name);
CREATE UNIQUE INDEX pillarname_unique_2 ON pillarname (distribution) WHERE (distribution IS NOT NULL);
CREATE UNIQUE INDEX pillarname_unique_3 ON pillarname (product) WHERE (product IS NOT NULL);
CREATE UNIQUE INDEX pillarname_unique_4 ON pillarname (project) WHERE (project IS NOT NULL);
ALTER TABLE pillarname ADD FOREIGN KEY (alias_for) REFERENCES pillarname (id);
ALTER TABLE pillarname ADD FOREIGN KEY (distribution) REFERENCES distribution (id);
ALTER TABLE pillarname ADD FOREIGN KEY (product) REFERENCES product (id);
ALTER TABLE pillarname ADD FOREIGN KEY (project) REFERENCES project (id);
CREATE INDEX pillarname_alias_for_idx ON pillarname (alias_for);
CREATE INDEX pillarname_distribution_idx ON pillarname (distribution);
CREATE INDEX pillarname_product_idx ON pillarname (product);
CREATE INDEX pillarname_project_idx ON pillarname (project);
CREATE UNIQUE INDEX bug_unique_1 ON bug (name) WHERE (name IS NOT NULL);
ALTER TABLE bug ADD FOREIGN KEY (who_made_private) REFERENCES person (id);
ALTER TABLE bug ADD FOREIGN KEY (duplicateof) REFERENCES bug (id);
ALTER TABLE bug ADD FOREIGN KEY (owner) REFERENCES person (id);
CREATE INDEX bug_who_made_private_idx ON bug (who_made_private);
CREATE INDEX bug_duplicateof_idx ON bug (duplicateof);
CREATE INDEX bug_owner_idx ON bug (owner);
CREATE UNIQUE INDEX bugtask_unique_1 ON bugtask (ociproject, bug) WHERE (ociproject IS NOT NULL);
CREATE UNIQUE INDEX bugtask_unique_2 ON bugtask (ociprojectseries, bug) WHERE (ociprojectseries IS NOT NULL);
CREATE UNIQUE INDEX bugtask_unique_3 ON bugtask (product, bug) WHERE ((product IS NOT NULL) AND (ociproject IS NULL) AND (ociprojectseries IS NULL));
CREATE UNIQUE INDEX bugtask_unique_4 ON bugtask (productseries, bug) WHERE (productseries IS NOT NULL);
CREATE UNIQUE INDEX bugtask_unique_5 ON bugtask (bug, COALESCE(sourcepackagename, '-1'::integer), COALESCE(distroseries, '-1'::integer), COALESCE(distribution, '-1'::integer), COALESCE(packagetype, '-1'::integer), COALESCE(channel, '{}'::jsonb)) WHERE ((product IS NULL) AND (productseries IS NULL) AND (ociproject IS NULL) AND (ociprojectseries IS NULL));
ALTER TABLE bugtask ADD FOREIGN KEY (assignee) REFERENCES person (id);
ALTER TABLE bugtask ADD FOREIGN KEY (bug) REFERENCES bug (id);
ALTER TABLE bugtask ADD FOREIGN KEY (bugwatch) REFERENCES bugwatch (id);
ALTER TABLE bugtask ADD FOREIGN KEY (distribution) REFERENCES distribution (id);
ALTER TABLE bugtask ADD FOREIGN KEY (distroseries) REFERENCES distroseries (id);
ALTER TABLE bugtask ADD FOREIGN KEY (owner) REFERENCES person (id);
ALTER TABLE bugtask ADD FOREIGN KEY (product) REFERENCES product (id);
ALTER TABLE bugtask ADD FOREIGN KEY (productseries) REFERENCES productseries (id);
ALTER TABLE bugtask ADD FOREIGN KEY (sourcepackagename) REFERENCES sourcepackagename (id);
CREATE INDEX bugtask_assignee_idx ON bugtask (assignee);
CREATE INDEX bugtask_bug_idx ON bugtask (bug);
CREATE INDEX bugtask_bugwatch_idx ON bugtask (bugwatch);
CREATE INDEX bugtask_distribution_idx ON bugtask (distribution);
CREATE INDEX bugtask_distroseries_idx ON bugtask (distroseries);
CREATE INDEX bugtask_owner_idx ON bugtask (owner);
CREATE INDEX bugtask_product_idx ON bugtask (product);
CREATE INDEX bugtask_productseries_idx ON bugtask (productseries);
CREATE INDEX bugtask_sourcepackagename_idx ON bugtask (sourcepackagename);
CREATE INDEX bugtask_ociproject_idx ON bugtask (ociproject);
CREATE INDEX bugtask_ociprojectseries_idx ON bugtask (ociprojectseries);
ALTER TABLE bugsubscription ADD FOREIGN KEY (person) REFERENCES person (id);
ALTER TABLE bugsubscription ADD FOREIGN KEY (bug) REFERENCES bug (id);
ALTER TABLE bugsubscription ADD FOREIGN KEY (subscribed_by) REFERENCES person (id);
CREATE INDEX bugsubscription_person_idx ON bugsubscription (person);
CREATE INDEX bugsubscription_bug_idx ON bugsubscription (bug);
CREATE INDEX bugsubscription_subscribed_by_idx ON bugsubscription (subscribed_by);
ALTER TABLE bugmute ADD FOREIGN KEY (bug) REFERENCES bug (id);
ALTER TABLE bugmute ADD FOREIGN KEY (person) REFERENCES person (id);
CREATE INDEX bugmute_bug_idx ON bugmute (bug);
CREATE INDEX bugmute_person_idx ON bugmute (person);
CREATE UNIQUE INDEX bugmessage_unique_1 ON bugmessage (bug, "index");
CREATE UNIQUE INDEX bugmessage_unique_2 ON bugmessage (bug, message);
CREATE UNIQUE INDEX bugmessage_unique_3 ON bugmessage (bugwatch, remote_comment_id);
ALTER TABLE bugmessage ADD FOREIGN KEY (bug) REFERENCES bug (id);
ALTER TABLE bugmessage ADD FOREIGN KEY (bugwatch) REFERENCES bugwatch (id);
ALTER TABLE bugmessage ADD FOREIGN KEY (message) REFERENCES message (id);
CREATE INDEX bugmessage_bug_idx ON bugmessage (bug);
CREATE INDEX bugmessage_bugwatch_idx ON bugmessage (bugwatch);
CREATE INDEX bugmessage_message_idx ON bugmessage (message);
ALTER TABLE message ADD FOREIGN KEY (distribution) REFERENCES distribution (id);
ALTER TABLE message ADD FOREIGN KEY (owner) REFERENCES person (id);
ALTER TABLE message ADD FOREIGN KEY (parent) REFERENCES message (id);
ALTER TABLE message ADD FOREIGN KEY (raw) REFERENCES libraryfilealias (id);
CREATE INDEX message_distribution_idx ON message (distribution);
CREATE INDEX message_owner_idx ON message (owner);
CREATE INDEX message_parent_idx ON message (parent);
CREATE INDEX message_raw_idx ON message (raw);
CREATE UNIQUE INDEX messagechunk_unique_1 ON messagechunk (message, sequence);
ALTER TABLE messagechunk ADD FOREIGN KEY (blob) REFERENCES libraryfilealias (id);
ALTER TABLE messagechunk ADD FOREIGN KEY (message) REFERENCES message (id);
CREATE INDEX messagechunk_blob_idx ON messagechunk (blob);
CREATE INDEX messagechunk_message_idx ON messagechunk (message);
CREATE UNIQUE INDEX bugtag_unique_1 ON bugtag (tag, bug);
ALTER TABLE bugtag ADD FOREIGN KEY (bug) REFERENCES bug (id);
CREATE INDEX bugtag_bug_idx ON bugtag (bug);
ALTER TABLE bugattachment ADD FOREIGN KEY (bug) REFERENCES bug (id);
ALTER TABLE bugattachment ADD FOREIGN KEY (libraryfile) REFERENCES libraryfilealias (id);
ALTER TABLE bugattachment ADD FOREIGN KEY (message) REFERENCES message (id);
CREATE INDEX bugattachment_bug_idx ON bugattachment (bug);
CREATE INDEX bugattachment_libraryfile_idx ON bugattachment (libraryfile);
CREATE INDEX bugattachment_message_idx ON bugattachment (message);
ALTER TABLE bugactivity ADD FOREIGN KEY (bug) REFERENCES bug (id);
ALTER TABLE bugactivity ADD FOREIGN KEY (person) REFERENCES person (id);
CREATE INDEX bugactivity_bug_idx ON bugactivity (bug);
CREATE INDEX bugactivity_person_idx ON bugactivity (person);
CREATE UNIQUE INDEX bugnomination_unique_1 ON bugnomination (distroseries, bug) WHERE (distroseries IS NOT NULL);
CREATE UNIQUE INDEX bugnomination_unique_2 ON bugnomination (productseries, bug) WHERE (productseries IS NOT NULL);
ALTER TABLE bugnomination ADD FOREIGN KEY (bug) REFERENCES bug (id);
ALTER TABLE bugnomination ADD FOREIGN KEY (decider) REFERENCES person (id);
ALTER TABLE bugnomination ADD FOREIGN KEY (distroseries) REFERENCES distroseries (id);
ALTER TABLE bugnomination ADD FOREIGN KEY (owner) REFERENCES person (id);
ALTER TABLE bugnomination ADD FOREIGN KEY (productseries) REFERENCES productseries (id);
CREATE INDEX bugnomination_bug_idx ON bugnomination (bug);
CREATE INDEX bugnomination_decider_idx ON bugnomination (decider);
CREATE INDEX bugnomination_distroseries_idx ON bugnomination (distroseries);
CREATE INDEX bugnomination_owner_idx ON bugnomination (owner);
CREATE INDEX bugnomination_productseries_idx ON bugnomination (productseries);
CREATE UNIQUE INDEX bugwatch_unique_1 ON bugwatch (id, bug);
ALTER TABLE bugwatch ADD FOREIGN KEY (bug) REFERENCES bug (id);
ALTER TABLE bugwatch ADD FOREIGN KEY (bugtracker) REFERENCES bugtracker (id);
ALTER TABLE bugwatch ADD FOREIGN KEY (owner) REFERENCES person (id);
CREATE INDEX bugwatch_bug_idx ON bugwatch (bug);
CREATE INDEX bugwatch_bugtracker_idx ON bugwatch (bugtracker);
CREATE INDEX bugwatch_owner_idx ON bugwatch (owner);
CREATE UNIQUE INDEX bugtracker_unique_1 ON bugtracker (name);
ALTER TABLE bugtracker ADD FOREIGN KEY (owner) REFERENCES person (id);
CREATE INDEX bugtracker_owner_idx ON bugtracker (owner);
CREATE UNIQUE INDEX cve_unique_1 ON cve (sequence);
CREATE UNIQUE INDEX bugaffectsperson_unique_1 ON bugaffectsperson (bug, person);
ALTER TABLE bugaffectsperson ADD FOREIGN KEY (bug) REFERENCES bug (id);
ALTER TABLE bugaffectsperson ADD FOREIGN KEY (person) REFERENCES person (id);
CREATE INDEX bugaffectsperson_bug_idx ON bugaffectsperson (bug);
CREATE INDEX bugaffectsperson_person_idx ON bugaffectsperson (person);
CREATE UNIQUE INDEX xref_unique_1 ON xref (from_type, from_id_int, to_type, to_id_int);
CREATE UNIQUE INDEX xref_unique_2 ON xref (to_type, to_id_int, from_type, from_id_int);
CREATE UNIQUE INDEX xref_unique_3 ON xref (to_type, to_id, from_type, from_id);
ALTER TABLE xref ADD FOREIGN KEY (creator) REFERENCES person (id);
CREATE INDEX xref_creator_idx ON xref (creator);
CREATE UNIQUE INDEX structuralsubscription_unique_1 ON structuralsubscription (distribution, sourcepackagename, subscriber) WHERE ((distribution IS NOT NULL) AND (sourcepackagename IS NOT NULL));
CREATE UNIQUE INDEX structuralsubscription_unique_2 ON structuralsubscription (distribution, subscriber) WHERE ((distribution IS NOT NULL) AND (sourcepackagename IS NULL));
CREATE UNIQUE INDEX structuralsubscription_unique_3 ON structuralsubscription (distroseries, subscriber) WHERE (distroseries IS NOT NULL);
CREATE UNIQUE INDEX structuralsubscription_unique_4 ON structuralsubscription (milestone, subscriber) WHERE (milestone IS NOT NULL);
CREATE UNIQUE INDEX structuralsubscription_unique_5 ON structuralsubscription (product, subscriber) WHERE (product IS NOT NULL);
CREATE UNIQUE INDEX structuralsubscription_unique_6 ON structuralsubscription (productseries, subscriber) WHERE (productseries IS NOT NULL);
CREATE UNIQUE INDEX structuralsubscription_unique_7 ON structuralsubscription (project, subscriber) WHERE (project IS NOT NULL);
ALTER TABLE structuralsubscription ADD FOREIGN KEY (distribution) REFERENCES distribution (id);
ALTER TABLE structuralsubscription ADD FOREIGN KEY (distroseries) REFERENCES distroseries (id);
ALTER TABLE structuralsubscription ADD FOREIGN KEY (milestone) REFERENCES milestone (id);
ALTER TABLE structuralsubscription ADD FOREIGN KEY (product) REFERENCES product (id);
ALTER TABLE structuralsubscription ADD FOREIGN KEY (productseries) REFERENCES productseries (id);
ALTER TABLE structuralsubscription ADD FOREIGN KEY (project) REFERENCES project (id);
ALTER TABLE structuralsubscription ADD FOREIGN KEY (sourcepackagename) REFERENCES sourcepackagename (id);
ALTER TABLE structuralsubscription ADD FOREIGN KEY (subscribed_by) REFERENCES person (id);
ALTER TABLE structuralsubscription ADD FOREIGN KEY (subscriber) REFERENCES person (id);
CREATE INDEX structuralsubscription_distribution_idx ON structuralsubscription (distribution);
CREATE INDEX structuralsubscription_distroseries_idx ON structuralsubscription (distroseries);
CREATE INDEX structuralsubscription_milestone_idx ON structuralsubscription (milestone);
CREATE INDEX structuralsubscription_product_idx ON structuralsubscription (product);
CREATE INDEX structuralsubscription_productseries_idx ON structuralsubscription (productseries);
CREATE INDEX structuralsubscription_project_idx ON structuralsubscription (project);
CREATE INDEX structuralsubscription_sourcepackagename_idx ON structuralsubscription (sourcepackagename);
CREATE INDEX structuralsubscription_subscribed_by_idx ON structuralsubscription (subscribed_by);
CREATE INDEX structuralsubscription_subscriber_idx ON structuralsubscription (subscriber);
CREATE UNIQUE INDEX officialbugtag_unique_1 ON officialbugtag (distribution, tag) WHERE (distribution IS NOT NULL);
CREATE UNIQUE INDEX officialbugtag_unique_2 ON officialbugtag (product, tag) WHERE (product IS NOT NULL);
CREATE UNIQUE INDEX officialbugtag_unique_3 ON officialbugtag (project, tag) WHERE (product IS NOT NULL);
ALTER TABLE officialbugtag ADD FOREIGN KEY (distribution) REFERENCES distribution (id);
ALTER TABLE officialbugtag ADD FOREIGN KEY (product) REFERENCES product (id);
ALTER TABLE officialbugtag ADD FOREIGN KEY (project) REFERENCES project (id);
CREATE INDEX officialbugtag_distribution_idx ON officialbugtag (distribution);
CREATE INDEX officialbugtag_product_idx ON officialbugtag (product);
CREATE INDEX officialbugtag_project_idx ON officialbugtag (project);
CREATE UNIQUE INDEX accesspolicy_unique_1 ON accesspolicy (distribution, type) WHERE (distribution IS NOT NULL);
CREATE UNIQUE INDEX accesspolicy_unique_2 ON accesspolicy (person) WHERE (person IS NOT NULL);
CREATE UNIQUE INDEX accesspolicy_unique_3 ON accesspolicy (product, type) WHERE (product IS NOT NULL);
ALTER TABLE accesspolicy ADD FOREIGN KEY (distribution) REFERENCES distribution (id);
ALTER TABLE accesspolicy ADD FOREIGN KEY (person) REFERENCES person (id);
ALTER TABLE accesspolicy ADD FOREIGN KEY (product) REFERENCES product (id);
CREATE INDEX accesspolicy_distribution_idx ON accesspolicy (distribution);
CREATE INDEX accesspolicy_person_idx ON accesspolicy (person);
CREATE INDEX accesspolicy_product_idx ON accesspolicy (product);
ALTER TABLE accesspolicyartifact ADD FOREIGN KEY (artifact) REFERENCES accessartifact (id);
ALTER TABLE accesspolicyartifact ADD FOREIGN KEY (policy) REFERENCES accesspolicy (id);
CREATE INDEX accesspolicyartifact_artifact_idx ON accesspolicyartifact (artifact);
CREATE INDEX accesspolicyartifact_policy_idx ON accesspolicyartifact (policy);
CREATE UNIQUE INDEX accessartifact_unique_1 ON accessartifact (branch) WHERE (branch IS NOT NULL);
CREATE UNIQUE INDEX accessartifact_unique_2 ON accessartifact (bug) WHERE (bug IS NOT NULL);
CREATE UNIQUE INDEX accessartifact_unique_3 ON accessartifact (gitrepository) WHERE (gitrepository IS NOT NULL);
CREATE UNIQUE INDEX accessartifact_unique_4 ON accessartifact (ocirecipe) WHERE (ocirecipe IS NOT NULL);
CREATE UNIQUE INDEX accessartifact_unique_5 ON accessartifact (snap) WHERE (snap IS NOT NULL);
CREATE UNIQUE INDEX accessartifact_unique_6 ON accessartifact (specification) WHERE (specification IS NOT NULL);
CREATE UNIQUE INDEX accessartifact_unique_7 ON accessartifact (vulnerability) WHERE (vulnerability IS NOT NULL);
ALTER TABLE accessartifact ADD FOREIGN KEY (bug) REFERENCES bug (id);
CREATE INDEX accessartifact_bug_idx ON accessartifact (bug);
CREATE INDEX accessartifact_gitrepository_idx ON accessartifact (gitrepository);
CREATE INDEX accessartifact_ocirecipe_idx ON accessartifact (ocirecipe);
CREATE INDEX accessartifact_snap_idx ON accessartifact (snap);
CREATE INDEX accessartifact_specification_idx ON accessartifact (specification);
CREATE INDEX accessartifact_vulnerability_idx ON accessartifact (vulnerability);
CREATE UNIQUE INDEX accessartifactgrant_unique_1 ON accessartifactgrant (grantee, artifact);
ALTER TABLE accessartifactgrant ADD FOREIGN KEY (grantee) REFERENCES person (id);
ALTER TABLE accessartifactgrant ADD FOREIGN KEY (grantor) REFERENCES person (id);
ALTER TABLE accessartifactgrant ADD FOREIGN KEY (artifact) REFERENCES accessartifact (id);
CREATE INDEX accessartifactgrant_grantee_idx ON accessartifactgrant (grantee);
CREATE INDEX accessartifactgrant_grantor_idx ON accessartifactgrant (grantor);
CREATE INDEX accessartifactgrant_artifact_idx ON accessartifactgrant (artifact);
CREATE UNIQUE INDEX accesspolicygrant_unique_1 ON accesspolicygrant (grantee, policy);
ALTER TABLE accesspolicygrant ADD FOREIGN KEY (grantee) REFERENCES person (id);
ALTER TABLE accesspolicygrant ADD FOREIGN KEY (grantor) REFERENCES person (id);
ALTER TABLE accesspolicygrant ADD FOREIGN KEY (policy) REFERENCES accesspolicy (id);
CREATE INDEX accesspolicygrant_grantee_idx ON accesspolicygrant (grantee);
CREATE INDEX accesspolicygrant_grantor_idx ON accesspolicygrant (grantor);
CREATE INDEX accesspolicygrant_policy_idx ON accesspolicygrant (policy);
CREATE UNIQUE INDEX accesspolicygrantflat_unique_1 ON accesspolicygrantflat (policy, grantee, artifact);
CREATE UNIQUE INDEX accesspolicygrantflat_unique_2 ON accesspolicygrantflat (policy, grantee) WHERE (artifact IS NULL);
ALTER TABLE accesspolicygrantflat ADD FOREIGN KEY (artifact) REFERENCES accessartifact (id);
ALTER TABLE accesspolicygrantflat ADD FOREIGN KEY (policy) REFERENCES accesspolicy (id);
CREATE INDEX accesspolicygrantflat_artifact_idx ON accesspolicygrantflat (artifact);
CREATE INDEX accesspolicygrantflat_policy_idx ON accesspolicygrantflat (policy);
CREATE INDEX bugtaskflat__distribution__heat__bugtask__idx ON bugtaskflat (distribution, heat, bugtask DESC) WHERE distribution IS NOT NULL;
CREATE INDEX bugtaskflat__product__heat__bug__idx ON bugtaskflat (product, heat, bug DESC) WHERE product IS NOT NULL;
CREATE INDEX bugtaskflat__heat__bugtask__idx ON bugtaskflat (heat, bugtask DESC);
ALTER TABLE bugtask ADD FOREIGN KEY (distribution, milestone) REFERENCES milestone (distribution, id);
ALTER TABLE bugtask ADD FOREIGN KEY (product, milestone) REFERENCES milestone (product, id);
ALTER TABLE milestone ADD FOREIGN KEY (distroseries, distribution) REFERENCES distroseries (id, distribution);
ALTER TABLE milestone ADD FOREIGN KEY (product, productseries) REFERENCES productseries (product, id);
CREATE VIEW validpersoncache AS SELECT person.id FROM person
    JOIN emailaddress ON emailaddress.person = person.id AND emailaddress.status = 4
    JOIN account ON account.id = person.account AND account.status = 20
    WHERE person.teamowner IS NULL;
CREATE VIEW validpersonorteamcache AS SELECT person.id FROM person
    LEFT JOIN emailaddress ON emailaddress.person = person.id AND emailaddress.status = 4
    LEFT JOIN account ON account.id = person.account AND account.status = 20
    WHERE (person.teamowner IS NOT NULL AND person.merged IS NULL) OR (emailaddress.id IS NOT NULL AND account.id IS NOT NULL);
