"""The photo descriptor, learned by pairs: what a siamese network learns (Hadsell et al. 2006)."""

from mindseye.lab.recipe import MetricRecipe

RECIPE = MetricRecipe(
    name="photo-siamese",
    title="Photo, siamese",
    description="256 numbers from the photo backbone's 1280, learned from pairs that belong together or do not.",
    loss="contrastive",
    margin=1.0,
    mix=(("sketchy125", 0.5), ("flickr8k", 0.5), ("folders", 1.0)),
)
