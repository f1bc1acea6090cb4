"""What travels over HTTP: the only place where requests and replies are described.

The OpenAPI document, the interactive docs and the front end's TypeScript types are all generated from these classes.
Probabilities are 0–1, times are milliseconds, boxes are pixels of the upright picture.
"""

from mindseye.server.schemas.base import *  # noqa: F403
from mindseye.server.schemas.benchmarks import *  # noqa: F403
from mindseye.server.schemas.captions import *  # noqa: F403
from mindseye.server.schemas.classify import *  # noqa: F403
from mindseye.server.schemas.faces import *  # noqa: F403
from mindseye.server.schemas.facesets import *  # noqa: F403
from mindseye.server.schemas.library import *  # noqa: F403
from mindseye.server.schemas.marks import *  # noqa: F403
from mindseye.server.schemas.models import *  # noqa: F403
from mindseye.server.schemas.people import *  # noqa: F403
from mindseye.server.schemas.search import *  # noqa: F403
from mindseye.server.schemas.system import *  # noqa: F403
from mindseye.server.schemas.teach import *  # noqa: F403
