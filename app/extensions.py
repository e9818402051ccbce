"""The libraries that every room shares; imports nothing of ours."""

from flask_babel import Babel
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from htmx_flask import Htmx
from sqlalchemy import Engine, MetaData
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    """All tables; constraint names are fixed so that migrations read the same on SQLite and PostgreSQL."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class ReadingSession(FlaskSession):
    """`db.session`: everything that only reads goes through the engine that cannot write (app/database.py)."""

    def get_bind(self, *_: object, **__: object) -> Engine:
        return db.engines["read"]


db = SQLAlchemy(model_class=Base, session_options={"class_": ReadingSession})
migrate = Migrate(render_as_batch=True)
babel = Babel()
htmx = Htmx()
