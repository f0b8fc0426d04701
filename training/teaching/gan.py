"""A generator and a discriminator taught against each other, one step at a time.

Conventions
-----------
Chance is a function of (seed, attempt, step): latent points, mixtures of conditions and augmentation are drawn
statelessly, so a run that is stopped and taken up again goes on exactly as it would have, and one that went back draws
anew. On several devices each has its rows of the batch, and the optimisers add up their gradients. Both networks step
at once from one forward pass, which saves the second generation that alternating steps need.

A kind of GAN may be taught in stages. While `stage` of the next step stays the same, a traced `train_step` stays right;
where it changes, call `enter` and trace anew. Tracing converts no Python, which would take as long as all the rest.
"""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import tensorflow as tf

from training.teaching import replicas
from training.teaching.augment import augment
from training.teaching.losses import LOSSES, PENALTIES, RELATIVE
from training.teaching.mixture import mix
from training.teaching.recipe import Recipe
from training.teaching.schedule import Schedule

AT_ONCE = Schedule()  # no stages
SURE = 0.6  # of the recordings' logits, how many more may be positive than negative before augmentation grows


class Gan(keras.Model):  # type: ignore[misc]  # Keras has no types
    """Two networks, their optimisers, and the running average that will be played.

    Parameters
    ----------
    generator, discriminator : keras.Model
        ``z -> images`` and ``image -> (B, 1)``; with conditions ``[z, condition]`` and ``[image, condition]``.
    recipe : Recipe
        How they are taught.
    seed : int
        Of everything that is drawn.
    schedule : Schedule
        The stages in which they are taught.
    encoder : keras.Model, optional
        ``image -> moments of its point (B, 2 * latent_dim)``, for the kinds that teach one with the generator.
    """

    def __init__(
        self,
        generator: keras.Model,
        discriminator: keras.Model,
        recipe: Recipe,
        seed: int,
        schedule: Schedule = AT_ONCE,
        encoder: keras.Model | None = None,
    ) -> None:
        super().__init__(name="gan")
        self.generator = generator
        self.discriminator = discriminator
        self.encoder = encoder
        self.average = _copy(generator)
        self.encoder_average = None if encoder is None else _copy(encoder)
        self.recipe = recipe
        self.seed = seed
        self.schedule = schedule
        self.step = tf.Variable(0, dtype=tf.int64, trainable=False, name="step")
        self.attempt = tf.Variable(0, dtype=tf.int32, trainable=False, name="attempt")
        self.strength = tf.Variable(recipe.augmentation.probability, trainable=False, name="strength")
        self.generator_optimizer = keras.optimizers.Adam(recipe.generator_rate, beta_1=0.0, beta_2=0.99)
        self.discriminator_optimizer = keras.optimizers.Adam(recipe.discriminator_rate, beta_1=0.0, beta_2=0.99)
        self.generator_optimizer.build(self._made_by())
        self.discriminator_optimizer.build(discriminator.trainable_variables)
        self.compile()

    @property
    def latent_dim(self) -> int:
        """Numbers in a latent point."""
        return int(self.generator.inputs[0].shape[-1])

    @property
    def conditions(self) -> int:
        """Numbers in a condition; 0 where the generator takes none."""
        return int(self.generator.inputs[1].shape[-1]) if len(self.generator.inputs) > 1 else 0

    def points(self, count: int, seed: int) -> Any:
        """Draw what the generator takes, as NumPy: latent points, and beside them one condition after the other."""
        z = np.random.default_rng(seed).standard_normal((count, self.latent_dim), np.float32)
        if not self.conditions:
            return z
        return [z, np.eye(self.conditions, dtype=np.float32)[np.arange(count) % self.conditions]]

    def state(self) -> dict[str, Any]:
        """Name every variable that a checkpoint must hold, by part and place (Keras's own names change)."""
        parts = {
            "generator": self.generator.variables,
            "discriminator": self.discriminator.variables,
            "average": self.average.variables,
            "generator_optimizer": self.generator_optimizer.variables,
            "discriminator_optimizer": self.discriminator_optimizer.variables,
        }
        if self.encoder is not None and self.encoder_average is not None:
            parts |= {"encoder": self.encoder.variables, "encoder_average": self.encoder_average.variables}
        named = {f"{part}/{i}": v for part, variables in parts.items() for i, v in enumerate(variables)}
        adapts = {"strength": self.strength} if self.recipe.augmentation.adapt_images else {}
        return {"step": self.step, "attempt": self.attempt, **adapts, **named}

    def settle(self) -> None:
        """Let the running averages begin where the networks are."""
        for mean, now in self._followed():
            mean.assign(now)

    def stage(self, step: int) -> int:
        """Tell to which stage the step after `step` others belongs."""
        return self.schedule.stage(step)

    def enter(self, stage: int) -> None:
        """Go on in a stage, at whose first step the optimisers may begin anew."""
        if self.schedule.reset and int(self.step.numpy()) == self.schedule.begins[stage] > 0:
            for optimizer in (self.generator_optimizer, self.discriminator_optimizer):
                for variable in optimizer.variables:
                    if variable is not optimizer.learning_rate:
                        variable.assign(tf.zeros_like(variable))

    def finder(self) -> keras.Model | None:
        """Give the running average of the encoder as a network from image to point; None where there is none."""
        if self.encoder_average is None:
            return None
        moments = self.encoder_average.outputs[0]
        return keras.Model(self.encoder_average.input, moments[:, : self.latent_dim], name="encoder")

    def call(self, inputs: Any, training: bool = False) -> Any:
        """Images of full size by the running average, of ``z`` or of ``[z, condition]``."""
        made = self.average(inputs, training=training)
        return made[0] if isinstance(made, list | tuple) else made

    @tf.autograph.experimental.do_not_convert  # type: ignore[untyped-decorator]
    def train_step(self, data: Any) -> dict[str, Any]:
        """Teach the networks one batch: images (B, H, W, C), or with conditions (images, weights (B, n))."""
        images, own = data if self.conditions else (data, None)
        count = tf.shape(images)[0]
        seed = tf.stack([tf.constant(self.seed, tf.int32), tf.cast(self.step, tf.int32)])
        seed = tf.random.experimental.stateless_fold_in(seed, self.attempt)
        seeds = tf.unstack(tf.random.experimental.stateless_split(seed, 5))
        z = replicas.normal((count, self.latent_dim), seeds[0])
        mixed = None if own is None else mix(own, seeds[4])
        images = self._sized(images)

        with tf.GradientTape(persistent=True) as tape:
            fake, asked, lesson, figures = self._imagine(images, z, own, mixed)
            seen, shown = self._augmented(images, seeds[1]), self._augmented(fake, seeds[2])
            # One pass over both halves would let each see the other's minibatch deviation.
            real_verdict, fake_verdict = self._judge(seen, asked), self._judge(shown, asked)
            d_loss, g_loss, told = self._weigh(real_verdict, fake_verdict, own, asked)
            taught = g_loss + lesson
        d_variables = self.discriminator.trainable_variables
        g_variables = self._made_by()
        d_gradients = _gradients(tape, d_loss, d_variables)
        g_gradients = _gradients(tape, taught, g_variables)
        del tape

        penalty = tf.constant(0.0)
        if self.recipe.penalty > 0:
            due = tf.equal(self.step % self.recipe.penalty_every, 0)
            penalty, extra = tf.cond(
                due,
                lambda: self._penalty(seen, shown, asked, seeds[3]),
                lambda: (tf.constant(0.0), [tf.zeros_like(v) for v in d_variables]),
            )
            d_gradients = [a + b for a, b in zip(d_gradients, extra, strict=True)]
        self.discriminator_optimizer.apply([g / replicas.count() for g in d_gradients], d_variables)
        self.generator_optimizer.apply([g / replicas.count() for g in g_gradients], g_variables)
        self._follow(tf.cast(count * replicas.count(), tf.float32))
        real_logit, fake_logit = self._compared(self._logit(real_verdict), self._logit(fake_verdict))
        self._adapt(real_logit)
        self.step.assign_add(1)
        return {
            "d_loss": d_loss,
            "g_loss": g_loss,
            **told,
            **figures,
            "penalty": penalty,
            "real_accuracy": tf.reduce_mean(tf.cast(real_logit > 0, tf.float32)),
            "fake_accuracy": tf.reduce_mean(tf.cast(fake_logit < 0, tf.float32)),
            "d_gradient": tf.linalg.global_norm(d_gradients),
            "g_gradient": tf.linalg.global_norm(g_gradients),
            "lowest": tf.reduce_min(fake),
            "highest": tf.reduce_max(fake),
        }

    def _sized(self, images: Any) -> Any:
        """Bring recordings' images to what the networks of this stage take."""
        return images

    def _made_by(self) -> list[Any]:
        """List the variables that the generator's optimiser moves."""
        partner = [] if self.encoder is None else self.encoder.trainable_variables
        return [*self.generator.trainable_variables, *partner]

    def _imagine(
        self,
        images: Any,  # noqa: ARG002 - of use to kinds with an encoder
        z: Any,
        own: Any | None,  # noqa: ARG002
        mixed: Any | None,
    ) -> tuple[Any, Any | None, Any, dict[str, Any]]:
        """Generate a batch.

        Returns
        -------
        fake : images of what `_sized` gives
        asked : tensor or None
            The conditions that they were made for, and recordings are judged by.
        lesson : scalar
            What the generator is taught besides its loss against the discriminator.
        figures : dict
            Further figures for the log.
        """
        return self._generate(z, mixed), mixed, tf.constant(0.0), {}

    def _generate(self, z: Any, condition: Any | None) -> Any:
        return self.generator(z if condition is None else [z, condition], training=True)

    def _judge(self, images: Any, condition: Any | None) -> Any:
        return self.discriminator(images if condition is None else [images, condition], training=True)

    def _logit(self, verdict: Any) -> Any:
        """Take of a verdict what tells recordings from others."""
        return verdict

    def _compared(self, real: Any, fake: Any) -> tuple[Any, Any]:
        """Count logits from where neither side is: of a loss that compares the two, only their difference says much."""
        if self.recipe.loss not in RELATIVE:
            return real, fake
        middle = 0.5 * replicas.mean(tf.reduce_mean(real) + tf.reduce_mean(fake))
        return real - middle, fake - middle

    def _weigh(
        self,
        real: Any,
        fake: Any,
        own: Any | None,  # noqa: ARG002 - of use to kinds whose discriminator names conditions
        mixed: Any | None,  # noqa: ARG002
    ) -> tuple[Any, Any, dict[str, Any]]:
        """Weigh the verdicts, given the recordings' own conditions and the mixed ones.

        Returns
        -------
        d_loss, g_loss : scalar
        told : dict
            Further figures for the log.
        """
        d_loss, g_loss = LOSSES[self.recipe.loss](real, fake)
        return d_loss, g_loss, {}

    def _augmented(self, images: Any, seed: Any) -> Any:
        return augment(images, self.recipe.augmentation, seed, self.strength)

    def _adapt(self, real_logit: Any) -> None:
        """Augment more where the discriminator is too sure of its recordings, less where it is not."""
        if self.recipe.augmentation.adapt_images:
            sure = replicas.mean(tf.reduce_mean(tf.sign(real_logit))) - SURE
            images = tf.shape(real_logit)[0] * replicas.count()
            move = tf.cast(images, tf.float32) / self.recipe.augmentation.adapt_images
            self.strength.assign(tf.clip_by_value(self.strength + tf.sign(sure) * move, 0.0, 0.9))

    def _penalty(self, real: Any, fake: Any, condition: Any | None, seed: Any) -> tuple[Any, list[Any]]:
        """Find the penalty and its gradient, weighted for the steps that go without it."""
        variables = self.discriminator.trainable_variables
        with tf.GradientTape() as outer:
            penalty = PENALTIES[self.recipe.loss](
                lambda images: self._logit(self._judge(images, condition)), real, fake, seed
            )
            loss = 0.5 * self.recipe.penalty * self.recipe.penalty_every * penalty
        gradients = outer.gradient(loss, variables)  # None where only a bias shifts the logit
        return penalty, [tf.zeros_like(v) if g is None else g for g, v in zip(gradients, variables, strict=True)]

    def _follow(self, count: Any) -> None:
        """Move the running average, faster at first so that it never shows the untaught start."""
        seen = tf.cast(self.step, tf.float32) * count
        half_life = tf.minimum(self.recipe.average_images, 0.05 * seen + count)
        keep = tf.pow(0.5, count / half_life)
        for mean, now in self._followed():
            mean.assign(now + (mean - now) * tf.cast(keep, now.dtype))

    def _followed(self) -> list[tuple[Any, Any]]:
        """Pair each variable of the running averages with the one that it follows."""
        pairs = list(zip(self.average.variables, self.generator.variables, strict=True))
        if self.encoder is not None and self.encoder_average is not None:
            pairs += zip(self.encoder_average.variables, self.encoder.variables, strict=True)
        return pairs


def _copy(network: keras.Model) -> keras.Model:
    """Make a network's running average."""
    copy = keras.models.clone_model(network)
    copy.set_weights(network.get_weights())
    copy.trainable = False
    return copy


def _gradients(tape: Any, loss: Any, variables: list[Any]) -> list[Any]:
    """Find the gradient of every variable, zero where this stage does not use it."""
    return [
        tf.zeros_like(v) if g is None else g for g, v in zip(tape.gradient(loss, variables), variables, strict=True)
    ]
