"""Work beside the server goes on, whatever one piece of it does."""

import os
import time

import pytest

from app.web import errands


def test_what_breaks_once_is_tried_again(monkeypatch, app):
    parents, calls = iter([1, 1, 2]), []
    monkeypatch.setattr(os, "getppid", lambda: next(parents))
    monkeypatch.setattr(time, "sleep", lambda seconds: None)

    def deliver(now):
        calls.append(now)
        if len(calls) == 1:
            raise ValueError("a message that nobody can send")
        return 0

    errands.run(deliver, "messages", keep_on=True)
    assert len(calls) == 2


def test_whoever_runs_it_once_by_hand_sees_what_broke(app):
    def deliver(now):
        raise ValueError

    with pytest.raises(ValueError):
        errands.run(deliver, "messages", keep_on=False)
