"""Twenty-five dossiers with photos through everything that goes wrong, and a server that is killed: each once, with its photo.

The long form, with 500 dossiers and 20 killings, is `make soak`.
"""

import shutil

import pytest

from tests.soak.sending import drive

pytestmark = pytest.mark.browser


def test_twenty_five_dossiers_get_through(chromium, furnished, tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(furnished, folder)
    outcome = drive(chromium, folder, count=25, kills=2, seed=7, minutes=4)
    assert outcome.faults["lose"] and outcome.faults["twice"] and outcome.faults["cut"]
