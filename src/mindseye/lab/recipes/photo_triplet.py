"""The photo descriptor, learned by triplets with the hardest members of each batch (Hermans et al. 2017)."""

from mindseye.lab.recipe import MetricRecipe

RECIPE = MetricRecipe(
    name="photo-triplet",
    title="Photo, triplet",
    description="256 numbers from the photo descriptor's 2280, learned from triplets: two that belong together, one "
    "that does not.",
    # Semi-hard negatives (margin 0.4) gained as much for classes, and lost a little for views; see docs.
    loss="triplet-batch-hard",
    margin=0.3,  # 0.1 to 1.0 are much alike on validation
    mix=(("sketchy125", 0.5), ("flickr8k", 0.5), ("folders", 1.0)),  # either alone loses what the other gains
    epochs=6,  # a minute; more gain views and lose classes
    learning_rate=2e-4,  # the head begins as a good one: five times as much unlearns it
)
