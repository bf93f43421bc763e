"""The statements of ``handwritten_bug``, as both databases understand them."""

#: As for a flat task, by the tables that say so.
PUBLIC_BUG = "b.information_type IN (1, 2)"
VISIBLE_BUG = """(b.information_type IN (1, 2)
        OR EXISTS (SELECT 1 FROM accessartifact a
                          JOIN accessartifactgrant g ON g.artifact = a.id
                    WHERE a.bug = b.id AND g.grantee = ANY(%(teams)s::integer[]))
        OR EXISTS (SELECT 1 FROM accessartifact a
                          JOIN accesspolicyartifact p ON p.artifact = a.id
                    WHERE a.bug = b.id AND p.policy = ANY(%(policies)s::integer[])))"""
BUG = """
    SELECT b.id, b.title, b.description, b.information_type, b.heat, b.datecreated,
           b.owner, b.duplicateof
      FROM bug b WHERE b.id = %(bug)s AND {visible}
"""
TASKS = """
    SELECT t.id, t.status, t.importance, t.datecreated, t.assignee,
           p.id, p.name, p.displayname, p.icon, p.logo, p.mugshot,
           ps.id, ps.name, psp.id, psp.name, psp.displayname,
           d.id, d.name, d.displayname, d.icon, d.logo, d.mugshot,
           ds.id, ds.name, ds.displayname, dsd.id, dsd.name, dsd.displayname,
           spn.name,
           m.id, m.name, mp.id, mp.name, mp.displayname,
           md.id, md.name, md.displayname,
           w.id, w.remotebug
      FROM bugtask t
           LEFT JOIN product p ON p.id = t.product
           LEFT JOIN productseries ps ON ps.id = t.productseries
           LEFT JOIN product psp ON psp.id = ps.product
           LEFT JOIN distribution d ON d.id = t.distribution
           LEFT JOIN distroseries ds ON ds.id = t.distroseries
           LEFT JOIN distribution dsd ON dsd.id = ds.distribution
           LEFT JOIN sourcepackagename spn ON spn.id = t.sourcepackagename
           LEFT JOIN milestone m ON m.id = t.milestone
           LEFT JOIN product mp ON mp.id = m.product
           LEFT JOIN distribution md ON md.id = m.distribution
           LEFT JOIN bugwatch w ON w.id = t.bugwatch
     WHERE t.bug = %(bug)s
     ORDER BY t.id
"""
COMMENTS = """
    SELECT m.message, m.id, m."index", m.owner, c.content
      FROM bugmessage m
           LEFT JOIN messagechunk c ON c.message = m.message
                                       AND c.content IS NOT NULL
     WHERE m.bug = %(bug)s
     ORDER BY m."index", m.id, c.sequence
"""
PEOPLE = """
    SELECT 0, person FROM bugsubscription WHERE bug = %(bug)s
    UNION ALL
    SELECT 1, s.person
      FROM bug b JOIN bugsubscription s ON s.bug = b.id
     WHERE b.duplicateof = %(bug)s AND {visible}
    UNION ALL
    SELECT 2, person FROM bugaffectsperson WHERE bug = %(bug)s AND affected
"""
SMALL = """
    SELECT 0, NULL, tag, CAST(NULL AS integer), CAST(NULL AS integer),
           CAST(NULL AS text), CAST(NULL AS text)
      FROM bugtag WHERE bug = %(bug)s
    UNION ALL
    SELECT CASE WHEN b.duplicateof = %(bug)s THEN 1 ELSE 2 END,
           b.id, b.title, NULL, NULL, NULL, NULL
      FROM bug b
     WHERE (b.duplicateof = %(bug)s OR b.id = %(duplicate_of)s) AND {visible}
    UNION ALL
    SELECT 3, cve.id, cve.sequence, NULL, NULL, NULL, NULL
      FROM (SELECT to_id AS sequence FROM xref
             WHERE from_type = 'bug' AND to_type = 'cve' AND from_id_int = %(bug)s
            UNION
            SELECT from_id FROM xref
             WHERE from_type = 'cve' AND to_type = 'bug' AND to_id_int = %(bug)s
           ) link
           JOIN cve ON cve.sequence = link.sequence
    UNION ALL
    SELECT 4, w.id, w.remotebug, t.id, NULL, t.name, t.title
      FROM bugwatch w JOIN bugtracker t ON t.id = w.bugtracker
     WHERE w.bug = %(bug)s
    UNION ALL
    SELECT 5, a.id, a.title, a.message, a.libraryfile, content.sha256, NULL
      FROM bugattachment a
           LEFT JOIN libraryfilealias alias ON alias.id = a.libraryfile
           LEFT JOIN libraryfilecontent content ON content.id = alias.content
     WHERE a.bug = %(bug)s
"""
