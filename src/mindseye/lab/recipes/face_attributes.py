"""Age, gender, smile and pose of a face, by what a recognition network knows of faces."""

from mindseye.lab.recipe import Change, Recipe
from mindseye.tasks.faces.attributes import LABELS, TASK
from mindseye.types import InputSpec

RECIPE = Recipe(
    name="face-attributes",
    title="Face attributes",
    description="Age, gender, smile, yaw and pitch of a face, by one look at it and one at its mirror image: dlib's "
    "recognition network, fine-tuned on UTKFace and GENKI-4K.",
    task=TASK,
    net="face-attributes",
    data="faces",
    loss="face-attributes",
    # value = (pixel − mean) / 256, as dlib's weights were trained
    input=InputSpec(128, 128, fit="stretch", mean=(122.782 / 255, 117.001 / 255, 104.298 / 255), std=(256 / 255,)),
    labels=LABELS,
    epochs=8,
    batch_size=64,
    learning_rate=6e-4,
    weight_decay=2e-2,
    average=0.99,
    outliers=0.0,
    change=Change(area=0.75, turn=12.0, slant=0.04, light=0.3, tint=0.1, blur=1.5, erase=0.3),
    mirrored=True,
    notes="Begun from Davis E. King's weights dlib_face_recognition_resnet_model_v1 (CC0; PyPI package "
    "face-recognition-models 0.3.0), its first 13 residual blocks; stored as float16.",
)
