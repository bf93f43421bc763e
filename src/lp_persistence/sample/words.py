"""The words that generated worlds are made of; nobody real is meant."""

from __future__ import annotations

from typing import Final, NamedTuple

#: Given and family names: as they are shown, and as they stand in an id.
GIVEN: Final = (
    ("Ada", "ada"),
    ("Adaeze", "adaeze"),
    ("Amelie", "amelie"),
    ("Anouk", "anouk"),
    ("Arvid", "arvid"),
    ("Ásta", "asta"),
    ("Bao", "bao"),
    ("Bo", "bo"),
    ("Céline", "celine"),
    ("Chidi", "chidi"),
    ("Dagny", "dagny"),
    ("Dilek", "dilek"),
    ("Elif", "elif"),
    ("Emre", "emre"),
    ("Farid", "farid"),
    ("Fionn", "fionn"),
    ("Galina", "galina"),
    ("Hana", "hana"),
    ("Ilse", "ilse"),
    ("Imani", "imani"),
    ("Jörg", "jorg"),
    ("José", "jose"),
    ("Kai", "kai"),
    ("Keola", "keola"),
    ("Kōji", "koji"),
    ("Léa", "lea"),
    ("Łucja", "lucja"),
    ("Maren", "maren"),
    ("Milo", "milo"),
    ("Nadia", "nadia"),
    ("Noor", "noor"),
    ("Odd", "odd"),
    ("Oksana", "oksana"),
    ("Pia", "pia"),
    ("Quinn", "quinn"),
    ("Ravi", "ravi"),
    ("Rosa", "rosa"),
    ("Sanna", "sanna"),
    ("Şule", "sule"),
    ("Tariq", "tariq"),
    ("Una", "una"),
    ("Vera", "vera"),
    ("Wen", "wen"),
    ("Yusuf", "yusuf"),
    ("Zoë", "zoe"),
    ("Юлия", "yulia"),
    ("Νίκη", "niki"),
    ("明", "akira"),
)
FAMILY: Final = (
    ("Aldermoor", "aldermoor"),
    ("Ashgrove", "ashgrove"),
    ("Baumwind", "baumwind"),
    ("Birkeland-Roe", "birkeland-roe"),
    ("Bračić", "bracic"),
    ("Brightwater", "brightwater"),
    ("Çelikova", "celikova"),
    ("Corvane", "corvane"),
    ("d'Ombrevert", "dombrevert"),
    ("Dunmarrow", "dunmarrow"),
    ("Eikeland", "eikeland"),
    ("Fairhollow", "fairhollow"),
    ("Fjordmann", "fjordmann"),
    ("Gāyatha", "gayatha"),
    ("Glenfarrow", "glenfarrow"),
    ("Grünwald", "grunwald"),
    ("Hallowmere", "hallowmere"),
    ("Hvidsten", "hvidsten"),
    ("Ikaweba", "ikaweba"),
    ("Inverness-Hale", "inverness-hale"),
    ("Járnsson", "jarnsson"),
    ("Kestrelby", "kestrelby"),
    ("Kowalewicka", "kowalewicka"),
    ("Larkspur", "larkspur"),
    ("Lindqvarn", "lindqvarn"),
    ("Marrowby", "marrowby"),
    ("Mbelani", "mbelani"),
    ("Mossgate", "mossgate"),
    ("Nakashiro", "nakashiro"),
    ("Nordvik", "nordvik"),
    ("Oakenfell", "oakenfell"),
    ("Øverby", "overby"),
    ("Pellworth", "pellworth"),
    ("Petrovar", "petrovar"),
    ("Quillfeather", "quillfeather"),
    ("Ravensend", "ravensend"),
    ("Rosenthorn", "rosenthorn"),
    ("Sandoway", "sandoway"),
    ("Silvermine", "silvermine"),
    ("Småland", "smaland"),
    ("Tamarind", "tamarind"),
    ("Thornbury-Vale", "thornbury-vale"),
    ("Umarova", "umarova"),
    ("Undermoor", "undermoor"),
    ("Vandermeulen", "vandermeulen"),
    ("Vesterhav", "vesterhav"),
    ("Waxwing", "waxwing"),
    ("Whitlowe", "whitlowe"),
    ("Xanthe", "xanthe"),
    ("Yarrowood", "yarrowood"),
    ("Žitník", "zitnik"),
    ("Zumwalde", "zumwalde"),
    ("Весенний", "vesenny"),
    ("Λιθάρης", "litharis"),
    ("山風", "yamakaze"),
)

#: What teams care for, and what they call themselves.
SUBJECTS: Final = (
    ("Accessibility", "accessibility"),
    ("Archive", "archive"),
    ("Audio", "audio"),
    ("Bluetooth", "bluetooth"),
    ("Café", "cafe"),
    ("Desktop", "desktop"),
    ("Documentation", "docs"),
    ("Fonts", "fonts"),
    ("Games", "games"),
    ("Graphics", "graphics"),
    ("Installer", "installer"),
    ("Kernel", "kernel"),
    ("Localisation", "l10n"),
    ("Mirror", "mirror"),
    ("Network", "network"),
    ("Packaging", "packaging"),
    ("Printing", "printing"),
    ("Quality", "quality"),
    ("Release", "release"),
    ("Security", "security"),
    ("Server", "server"),
    ("Toolchain", "toolchain"),
    ("Translators", "translators"),
    ("日本語", "japanese"),
)
CIRCLES: Final = (
    ("Team", "team"),
    ("Crew", "crew"),
    ("Friends", "friends"),
    ("Drivers", "drivers"),
    ("Reviewers", "reviewers"),
    ("Testers", "testers"),
    ("Council", "council"),
    ("Bug Squad", "bugs"),
)

#: A title is subject, trouble, circumstance.
PARTS: Final = (
    "The installer",
    "The file manager",
    "Login screen",
    "Wireless driver",
    "Screen reader",
    "Package manager",
    "PDF viewer",
    "Sound settings",
    "Boot menu",
    "Terminal",
    "Mail client",
    "Printer dialogue",
    "Clock applet",
    "Text editor",
    "Calendar",
    "Update notifier",
    "Video player",
    "Keyboard layout switcher",
    "Font renderer",
    "Backup tool",
    "libgrebe2",
    "quillpad 3.0~rc1",
    "Compositor",
    "Kernel module",
    "“About” window",
    "Éditeur de menus",
)
TROUBLES: Final = (
    "crashes",
    "hangs",
    "does not start",
    "forgets its settings",
    "eats 100% of a CPU",
    "shows <b>markup</b> instead of text",
    "shows the wrong icon",
    "loses data",
    "is slow",
    "asks for the password twice",
    "ignores the locale",
    "prints an empty page",
    "leaks memory",
    "logs the same line every second",
    "fails with “Permission denied”",
    "can't be removed",
    "breaks the panel",
    "flickers",
    "writes past the margin",
    "mangles file_names with under_scores",
    "reports “null & void”",
    "falls silent",
)
CIRCUMSTANCES: Final = (
    "after suspend",
    "on first start",
    "when two monitors are attached",
    "with a right-to-left language",
    "after an upgrade",
    "on a slow network",
    "with large files",
    "when the disk is full",
    "in a virtual machine",
    "under load",
    "for users without a home",
    "on tablets",
    "if the name holds an ß",
    "when it's offline",
    "on February 29",
    "with emoji in the name 🐛",
    "на кириллице",
    "日本語入力で",
    "in the guest session",
    "while printing",
    "with the new kernel",
    "at C:\\",
)
SENTENCES: Final = (
    "It happens every time.",
    "It worked in the last release.",
    "I can't reproduce it on another machine.",
    "The log is attached below.",
    "Steps: start it, wait a minute, look at the top left corner.",
    "I expected it to do nothing at all, and that is what it did not do.",
    "Restarting helps for an hour or so.",
    "Nothing in the documentation tells what should happen here.",
    "Das passiert auch mit einer frischen Installation.",
    "There is a patch upstream, but it does not apply any more.",
    "My colleague sees the same with <tt>LANG=C</tt>.",
    "再起動すると直ります。",
)
#: What bugs are tagged with; the first the most.
TAGS: Final = (
    "crash",
    "regression",
    "needs-testing",
    "bitesize",
    "performance",
    "usability",
    "packaging",
    "i18n",
    "upgrade",
    "c++",
    "accessibility",
    "documentation",
)
PROPOSALS: Final = (
    "I use it every day and would like to help.",
    "Höre schon lange mit.",
    "As agreed on the list.",
)

HOMEPAGES: Final = (
    "I fix what annoys me.",
    "Packages by day, pastries by night.",
    "Traduções, café e teclados.",
    "See my page elsewhere; this one is empty & stays so.",
    "",
)


class DistributionWords(NamedTuple):
    """What is known of a distribution beside its bugs.

    ``share``: how many of a hundred bugs are reported there first.
    """

    name: str
    displayname: str
    title: str
    summary: str
    share: int
    branded: bool


#: What project groups are called.
ROOFS: Final = (
    ("Granary", "granary"),
    ("Mill & Sons", "mill-and-sons"),
    ("Øresund", "oresund"),
    ("Workbench", "workbench"),
)
#: A product is called after an animal or a plant and what it is for.
CREATURES: Final = (
    ("Anemone", "anemone"),
    ("Bittern", "bittern"),
    ("Curlew", "curlew"),
    ("Dotterel", "dotterel"),
    ("Fennel", "fennel"),
    ("Grebe", "grebe"),
    ("Hornbeam", "hornbeam"),
    ("Lynx", "lynx"),
    ("Marten", "marten"),
    ("Otter", "otter"),
    ("Räbe", "raebe"),
    ("Sedge", "sedge"),
    ("Tern", "tern"),
    ("Žito", "zito"),
)
TOOLS: Final = (
    ("Archiver", "archiver"),
    ("Compiler", "cc"),
    ("Library", "lib"),
    ("Mail", "mail"),
    ("Notes", "notes"),
    ("Player", "player"),
    ("Shell", "sh"),
    ("Éditeur", "edit"),
)
#: Names of the series of distributions, oldest first.
SERIES: Final = (
    ("Amber", "amber"),
    ("Basalt", "basalt"),
    ("Çinar", "cinar"),
    ("Dune", "dune"),
    ("Ember", "ember"),
    ("Fjord", "fjord"),
    ("Gale", "gale"),
)
#: What packages are called after what is in them.
PACKAGED: Final = ("{}", "lib{}", "{}-data", "python-{}", "{}-doc", "golang-{}")
#: What leads up to a release.
STAGES: Final = (
    ("alpha", "Look, but don't touch."),
    ("beta", "Please test everything."),
    ("final", None),
)

#: The last one has no bugs at all.
DISTRIBUTIONS: Final = (
    DistributionWords(
        "ubuntu", "Ubuntu", "Ubuntu Linux", "Linux for human beings.", 60, True
    ),
    DistributionWords(
        "kestrel", "Kestrel", "Kestrel OS", "Small, quick, with sharp eyes.", 16, True
    ),
    DistributionWords(
        "grunmoos",
        "Grünmoos",
        "Grünmoos GNU/Linux",
        "Für alte Rechner & neue Menschen.",
        9,
        True,
    ),
    DistributionWords(
        "lantern", "Lantern", "Lantern Linux", "A light in the machine room.", 5, False
    ),
    DistributionWords(
        "tideline", "Tideline", "Tideline", "Rolls in, rolls out.", 3, True
    ),
    DistributionWords(
        "tundra", "Tundra", "Tundra", "Nothing grows here yet.", 0, False
    ),
)

#: By other names of distributions those that they stand for.
ALIASES: Final = {"ubuntu-linux": "ubuntu", "green-moss": "grunmoos"}
