"""The photo descriptor, learned by triplets with semi-hard negatives (Schroff et al. 2015)."""

from mindseye.lab.recipe import MetricRecipe

RECIPE = MetricRecipe(
    name="photo-triplet",
    title="Photo, triplet",
    description="256 numbers from the photo backbone's 1280, learned from triplets.",
    loss="triplet-semi-hard",
    margin=0.2,
    mix=(("sketchy125", 0.5), ("flickr8k", 0.5), ("folders", 1.0)),
)
