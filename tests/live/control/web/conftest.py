from functools import partial

import pytest


@pytest.fixture
def session(instrument, stage, tmp_path):
    """Run what is done with a server of the page."""
    pytest.importorskip("websockets", reason="needs websockets: pip install '.[web]'")
    from tests.live.control.web.looking import run

    return partial(run, instrument, stage, tmp_path)
