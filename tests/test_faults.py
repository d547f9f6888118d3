"""Every fault that CI plants in the code can be planted: whoever changes such a line changes the fault with it."""

import pytest
from containment_faults import FAULTS, PACKAGE


@pytest.mark.parametrize("fault", FAULTS, ids=lambda each: each.name)
def test_the_text_of_a_fault_stands_once_in_the_code(fault):
    assert (PACKAGE / fault.file).read_text("utf-8").count(fault.before) == 1
