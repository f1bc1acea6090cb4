"""The photo descriptor, learned by pairs: what a siamese network learns (Hadsell et al. 2006)."""

from mindseye.lab.recipe import MetricRecipe

RECIPE = MetricRecipe(
    name="photo-siamese",
    title="Photo, siamese",
    description="256 numbers from the photo descriptor's 2280, learned from pairs that belong together or do not.",
    loss="contrastive",
    margin=1.6,  # above √2, the distance of strangers once the mean is taken away: below it, nothing keeps them apart
    mix=(("sketchy125", 0.5), ("flickr8k", 0.5), ("folders", 1.0)),
    epochs=6,
    learning_rate=1e-4,
)
