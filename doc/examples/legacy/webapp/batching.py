"""Long lists in pages, by lazr.batchnavigator."""

from lazr.batchnavigator import BatchNavigator as LazrBatchNavigator
from storm.zope.interfaces import IResultSet
from zope.component import adapter
from zope.interface import implementer
from zope.interface.common.sequence import IFiniteSequence


@implementer(IFiniteSequence)
@adapter(IResultSet)
class FiniteSequenceAdapter:
    """The length of a result set is a statement of its own."""

    def __init__(self, context):
        self.context = context

    def __getitem__(self, place):
        return self.context[place]

    def __iter__(self):
        return iter(self.context)

    def __len__(self):
        return self.context.count()


class BatchNavigator(LazrBatchNavigator):
    """A batch of a result set: ``?start=75&batch=75``."""

    default_batch_size = 75
    max_batch_size = 300

    def determineSize(self, size, batch_params_source):
        """Addresses need not say the default."""
        return super().determineSize(
            size or self.default_batch_size, batch_params_source
        )
