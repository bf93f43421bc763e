"""What bugs are reported in, as far as some of it is alike."""


class HasDisplayname:
    """A target that is named as it is shown."""

    @property
    def bugtargetname(self):
        """See ``IBugTarget``."""
        return self.name

    @property
    def bugtargetdisplayname(self):
        """See ``IBugTarget``."""
        return self.displayname
