"""The catalogue's tables, the same in SQLite and PostgreSQL.

Machine times are seconds since 1970 (UTC); `taken` and `dated` are a camera's local time as ISO text, which sorts and
can be cut to months. Names that are not UTF-8 are kept by `sources.to_text`. Ids are never given twice: SQLite's
AUTOINCREMENT, PostgreSQL's sequence.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

NUMBER = 4  # of this schema; a change of the tables raises it and adds a step to `MIGRATIONS`
# What leads from schema n to n + 1 besides new tables, as SQL that both engines understand.
MIGRATIONS: dict[int, tuple[str, ...]] = {
    1: (),
    2: (),
    3: (),
}  # 2: labels, lessons; 3: faces, people, face sets; 4: captions

metadata = MetaData()
_Id = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers only INTEGER keys
_Plain = Text().with_variant(Text(collation="C"), "postgresql")  # ordered by code point, as SQLite does

schema = Table("schema", metadata, Column("version", Integer, nullable=False))

sources = Table(
    "sources",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("path", _Plain, nullable=False, unique=True),
    Column("name", _Plain, nullable=False, unique=True),
    Column("kind", Text, nullable=False),  # folder, files, uploads
    Column("device", Text),  # which drive it lay on when it was last read
    Column("added", Float(53), nullable=False),
    Column("indexed", Float(53)),
    sqlite_autoincrement=True,
)

pictures = Table(
    "pictures",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("sha256", _Plain, nullable=False, unique=True),
    Column("name_key", _Plain, nullable=False),  # the file's name, case folded: to sort by and to look for
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("format", Text, nullable=False),
    Column("taken", Text),
    Column("dated", _Plain, nullable=False),  # when it was taken; else when its file was last written
    Column("added", Float(53), nullable=False),
    Column("removed", Boolean, nullable=False, default=False),
    Index("pictures_by_date", "removed", "dated", "id"),
    Index("pictures_by_id", "removed", "id"),
    Index("pictures_by_name", "removed", "name_key", "id"),
    sqlite_autoincrement=True,
)

files = Table(
    "files",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("source_id", _Id, ForeignKey("sources.id", ondelete="CASCADE"), nullable=False),
    Column("path", _Plain, nullable=False),  # below the source; a member of an archive: ARCHIVE/MEMBER
    Column("folder", _Plain, nullable=False),
    Column("archive", _Plain),  # path of the archive that it is a member of
    Column("size", BigInteger, nullable=False),
    Column("mtime_ns", BigInteger, nullable=False),
    Column("state", Text, nullable=False),  # picture, unreadable, archive
    Column("picture_id", _Id, ForeignKey("pictures.id")),
    Column("reason", Text),
    Column("recorded", Float(53), nullable=False),
    UniqueConstraint("source_id", "path"),
    Index("files_by_picture", "picture_id"),
    Index("files_by_folder", "source_id", "folder", "picture_id"),
    Index("files_by_state", "state", "recorded"),
    sqlite_autoincrement=True,
)

vectors = Table(
    "vectors",
    metadata,
    Column("picture_id", _Id, ForeignKey("pictures.id", ondelete="CASCADE"), primary_key=True),
    Column("space", _Plain, primary_key=True),
    Column("version", _Plain, nullable=False),
    Column("vector", LargeBinary, nullable=False),  # (dim,) float16, little-endian
    Index("vectors_by_space", "space", "version", "picture_id"),
)

# What a model says that a picture shows, as far as it is sure (labels.py): labels, and groups of them.
labels = Table(
    "labels",
    metadata,
    Column("picture_id", _Id, ForeignKey("pictures.id", ondelete="CASCADE"), primary_key=True),
    Column("model", _Plain, primary_key=True),
    Column("rank", Integer, primary_key=True),  # from 1: groups before labels, the most probable first
    Column("kind", Text, nullable=False),  # group, label
    Column("name", _Plain, nullable=False),  # in English, as in the card
    Column("probability", Float(53), nullable=False),
    Index("labels_by_name", "model", "name", "kind", "picture_id"),
)

# Which pictures a model has looked at to label them, whether or not it was sure of anything.
labelled = Table(
    "labelled",
    metadata,
    Column("picture_id", _Id, ForeignKey("pictures.id", ondelete="CASCADE"), primary_key=True),
    Column("model", _Plain, primary_key=True),
    Column("version", _Plain, nullable=False),
    Index("labelled_by_model", "model", "version", "picture_id"),
)

# A sentence about each picture: what a model said, or what a person wrote in its place.
captions = Table(
    "captions",
    metadata,
    Column("picture_id", _Id, ForeignKey("pictures.id", ondelete="CASCADE"), primary_key=True),
    Column("text", Text, nullable=False),  # the one that counts
    Column("words", _Plain, nullable=False),  # its English words as `sentences.tokens` tells them, a space around each
    Column("by", Text, nullable=False),  # model, person: whose `text` is
    Column("written", Float(53), nullable=False),
    Column("said", Text),  # by the model, kept while a person's sentence counts; none where no model has looked
    Column("model", _Plain),  # of `said`, as are the rest
    Column("version", _Plain),
    Column("confidence", Float(53)),  # 0 to 1
    Column("log_probability", Float(53)),
    Column("sure", Boolean),
    Column("note", Text),  # why it may be wrong: blank, dark, text, drawing; else empty
    Column("sidecar", Text),  # what was last written beside the picture's files
    Index("captions_by_model", "model", "version", "picture_id"),
)

spaces = Table(
    "spaces",
    metadata,
    Column("name", _Plain, primary_key=True),
    Column("dim", Integer, nullable=False),
    Column("engine", Text, nullable=False, default=""),  # URL of its index; empty: where the settings say
    Column("added", Float(53), nullable=False),
)

# What an index has to look at again: the vector may be new, changed or gone. Written with the change itself.
changes = Table(
    "changes",
    metadata,
    Column("seq", _Id, primary_key=True),
    Column("space", _Plain, nullable=False),
    Column("picture_id", _Id, nullable=False),
    Index("changes_by_space", "space", "seq"),
    sqlite_autoincrement=True,
)

# How far each index has followed the changes.
indexes = Table(
    "indexes",
    metadata,
    Column("place", _Plain, primary_key=True),  # machine and URL
    Column("space", _Plain, primary_key=True),
    Column("version", Text, nullable=False),
    Column("position", BigInteger, nullable=False),  # the last `changes.seq` that it holds
    Column("count", BigInteger, nullable=False),  # of vectors it held then
    Column("generation", BigInteger, nullable=False),  # rises when it is built anew
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("arguments", Text, nullable=False),  # JSON
    Column("state", Text, nullable=False),  # queued, running, done, failed, cancelled, interrupted
    Column("done", BigInteger, nullable=False, default=0),
    Column("total", BigInteger, nullable=False, default=0),
    Column("failures", BigInteger, nullable=False, default=0),
    Column("rate", Float(53), nullable=False, default=0.0),  # per second
    Column("message", Text, nullable=False, default=""),
    Column("error", Text, nullable=False, default=""),
    Column("result", Text, nullable=False, default="{}"),  # JSON
    Column("owner", Text, nullable=False),  # machine and process
    Column("cancel", Boolean, nullable=False, default=False),
    Column("created", Float(53), nullable=False),
    Column("started", Float(53)),
    Column("finished", Float(53)),
    Column("heartbeat", Float(53), nullable=False),
    Index("jobs_by_state", "state", "id"),
    sqlite_autoincrement=True,
)

# What a person teaches: a lesson has classes, a class has examples; each teaching of it gives a version of its model.
lessons = Table(
    "lessons",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("name", _Plain, nullable=False, unique=True),  # also the model's
    Column("title", Text, nullable=False),
    Column("created", Float(53), nullable=False),
    Column("changed", Float(53), nullable=False),
    Column("revision", BigInteger, nullable=False),  # rises with every change of what there is to learn
    sqlite_autoincrement=True,
)

lesson_classes = Table(
    "lesson_classes",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("lesson_id", _Id, ForeignKey("lessons.id", ondelete="CASCADE"), nullable=False),
    Column("name", _Plain, nullable=False),
    UniqueConstraint("lesson_id", "name"),
    sqlite_autoincrement=True,
)

examples = Table(
    "examples",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("lesson_id", _Id, ForeignKey("lessons.id", ondelete="CASCADE"), nullable=False),
    Column("class_id", _Id, ForeignKey("lesson_classes.id", ondelete="CASCADE"), nullable=False),
    Column("sha256", _Plain, nullable=False),
    Column("name", _Plain, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("origin", Text, nullable=False),  # upload, file, library
    Column("path", _Plain, nullable=False),  # of an upload: below HOME/lessons; of a file: on this machine; else ""
    Column("picture_id", _Id),  # in the library
    Column("size", BigInteger, nullable=False),
    Column("mtime_ns", BigInteger, nullable=False),
    Column("added", Float(53), nullable=False),
    Column("removed", Boolean, nullable=False, default=False),
    UniqueConstraint("class_id", "sha256"),
    Index("examples_by_lesson", "lesson_id", "removed", "class_id", "id"),
    sqlite_autoincrement=True,
)

# What the backbone saw of an example; by content, so that it is looked at once for all lessons.
example_features = Table(
    "example_features",
    metadata,
    Column("sha256", _Plain, primary_key=True),
    Column("version", _Plain, primary_key=True),
    Column("pooled", LargeBinary, nullable=False),  # (2, channels) float16, little-endian: as it is, and mirrored
    Column("signature", LargeBinary, nullable=False),  # (256,) float16, unit length: to tell what is like no class
    Column("layout", LargeBinary, nullable=False),  # (243,) float16, unit length: to find what looks the same
)

taught = Table(
    "taught",
    metadata,
    Column("lesson_id", _Id, ForeignKey("lessons.id", ondelete="CASCADE"), primary_key=True),
    Column("version", _Plain, primary_key=True),
    Column("revision", BigInteger, nullable=False),  # of the lesson, when it was taught
    Column("taught", Float(53), nullable=False),
    Column("examples", Integer, nullable=False),
    Column("classes", Integer, nullable=False),
    Column("accuracy", Float(53), nullable=False),
    Column("seconds", Float(53), nullable=False),
    Column("note", Text, nullable=False, default=""),
    Column("report", Text, nullable=False),  # JSON
)

# ── faces and people ────────────────────────────────────────────────────────────────────────────────────────────────

# One row: whether somebody asked for faces, and how often what is known of them has changed.
faces_state = Table(
    "faces_state",
    metadata,
    Column("id", Integer, primary_key=True),  # 1
    Column("wanted", Boolean, nullable=False),
    Column("looks", BigInteger, nullable=False),  # rises when vectors come or go
    Column("decisions", BigInteger, nullable=False),  # rises when it is said of a face whose it is
)

# Which pictures were looked at for faces, whether or not there was one.
faces_looked = Table(
    "faces_looked",
    metadata,
    Column("picture_id", _Id, ForeignKey("pictures.id", ondelete="CASCADE"), primary_key=True),
    Column("version", _Plain, nullable=False),  # of the models together
    Index("faces_looked_by_version", "version", "picture_id"),
)

people = Table(
    "people",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("name", Text, nullable=False),  # empty while nobody has given one
    Column("name_key", _Plain, nullable=False),  # case folded: to sort by and to look for
    Column("cover", _Id),  # a face that somebody chose
    Column("hidden", Boolean, nullable=False, default=False),
    Column("external_id", _Plain, unique=True),  # what another program calls them
    Column("user_data", Text, nullable=False, default=""),
    Column("created", Float(53), nullable=False),
    Index("people_by_name", "hidden", "name_key", "id"),
    sqlite_autoincrement=True,
)

faces = Table(
    "faces",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("picture_id", _Id, ForeignKey("pictures.id", ondelete="CASCADE"), nullable=False),
    Column("x1", Float(53), nullable=False),  # px of the whole, upright picture
    Column("y1", Float(53), nullable=False),
    Column("x2", Float(53), nullable=False),
    Column("y2", Float(53), nullable=False),
    Column("score", Float(53), nullable=False),
    Column("landmarks", Text, nullable=False),  # JSON: five times x and y
    Column("size", Integer, nullable=False),  # px of the box's shorter side
    Column("quality", Float(53)),  # 0 to 100
    Column("attributes", Text),  # JSON
    Column("version", _Plain, nullable=False),  # of the model that made the vector
    Column("vector", LargeBinary),  # (128,) float16, little-endian, unit length; none once it was forgotten
    Column("forgotten", Boolean, nullable=False, default=False),
    Column("person_id", _Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("decided", Text),  # person, machine: who said whose it is
    Column("group_id", BigInteger),  # of unnamed faces that are alike: the smallest of their ids
    Index("faces_by_picture", "picture_id", "person_id"),
    Index("faces_by_person", "person_id", "picture_id"),
    Index("faces_by_group", "group_id"),
    sqlite_autoincrement=True,
)

# What a person said a face is not, for ever.
face_rejections = Table(
    "face_rejections",
    metadata,
    Column("face_id", _Id, ForeignKey("faces.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", _Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Index("face_rejections_by_person", "person_id"),
)

# What was done to people and faces, and how it was before.
face_operations = Table(
    "face_operations",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("kind", Text, nullable=False),  # create, change, confirm, reject, merge
    Column("words", Text, nullable=False),
    Column("done", Float(53), nullable=False),
    Column("undone", Boolean, nullable=False, default=False),
    Column("before", Text, nullable=False),  # JSON
    sqlite_autoincrement=True,
)

# Faces that another program keeps here under its own ids, apart from the library.
face_sets = Table(
    "face_sets",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("external_id", _Plain, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("tags", _Plain, nullable=False),  # each between two line ends
    Column("user_data", Text, nullable=False),
    Column("created", Float(53), nullable=False),
    Column("revision", BigInteger, nullable=False),  # rises when faces come or go
    sqlite_autoincrement=True,
)

set_faces = Table(
    "set_faces",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("set_id", _Id, ForeignKey("face_sets.id", ondelete="CASCADE"), nullable=False),
    Column("external_id", _Plain, nullable=False),
    Column("user_data", Text, nullable=False),
    Column("box", Text, nullable=False),  # JSON: x1, y1, x2, y2
    Column("score", Float(53), nullable=False),
    Column("attributes", Text),  # JSON
    Column("version", _Plain, nullable=False),
    Column("vector", LargeBinary, nullable=False),  # as that of `faces`
    Column("created", Float(53), nullable=False),
    UniqueConstraint("set_id", "external_id"),
    sqlite_autoincrement=True,
)
