/**
 * The losses, with the kinds of targets and options that each takes: what every suite of losses
 * goes over.
 */
import type { LossSpecification } from "../../src/functions/loss.js";
import * as exported from "../../src/losses/index.js";
import type { Floats } from "./activations.js";
import { type Constructor, randomizer, types } from "./arrays.js";

export interface LossResult {
  readonly mean: number;
  readonly loss: Floats;
  readonly gradient: Floats;
}

/** A loss, called with anything. */
export type AnyLoss = ((x: unknown, targets: unknown, options?: unknown) => LossResult) & { readonly spec: LossSpecification };

/**
 * Targets of rows are labels or distributions, those of elements whole numbers or probabilities.
 */
export type TargetKind = "labels" | "distributions" | "whole" | "probabilities";

/** A kind of targets with options that go with it. */
export interface LossKind {
  readonly kind: string;
  readonly targets: TargetKind;
  /** Options for rows of so many classes. */
  readonly options: (type: Constructor, classes: number) => Readonly<Record<string, unknown>>;
  /** Whether an entry of the gradient is a difference that can vanish. */
  readonly vanishes: boolean;
  /** The parameters of the loss by default, for its formula. */
  readonly defaults: Readonly<Record<string, number>>;
}

export interface LossSubject {
  readonly name: string;
  readonly loss: AnyLoss;
  readonly kinds: readonly LossKind[];
}

/** Numbers from 0 to 0.7, some of them 0. */
export function probabilities(type: Constructor, length: number, seed: number): Floats {
  const random = randomizer(seed);
  return new type(length).map(() => Math.max(0, random() - 0.3)) as Floats;
}

type Options = LossKind["options"];
const none: Options = () => ({});
const weights = (type: Constructor, classes: number) => probabilities(type, classes, 4).map((weight) => weight + 1);

/** Kinds of targets by their names. */
type Kinds = { readonly [kind in TargetKind]?: { readonly [kind: string]: Options } };

/** The kinds of losses of functions of rows with a threshold. */
const thresholdKinds: Kinds = {
  labels: { labels: none, "labels, some ignored": () => ({ ignoreIndex: 3 }) },
  distributions: { distributions: none },
};

const KINDS: { readonly [name: string]: Kinds & { readonly defaults?: Readonly<Record<string, number>> } } = {
  softmaxCrossEntropy: {
    labels: {
      labels: none,
      "labels at a temperature": () => ({ temperature: 0.7 }),
      "labels, some ignored": () => ({ ignoreIndex: 3 }),
      "weighted labels": (type, classes) => ({ classWeights: weights(type, classes) }),
      "weighted labels at a temperature, some ignored": (type, classes) => ({
        temperature: 30,
        classWeights: weights(type, classes),
        ignoreIndex: 1,
      }),
      "smoothed labels": () => ({ smoothing: 0.1 }),
      "labels that are all smoothing": () => ({ smoothing: 1 }),
      "labels with next to no smoothing": () => ({ smoothing: 1e-9 }),
      "smoothed labels, some ignored": () => ({ smoothing: 0.5, ignoreIndex: 3 }),
      "weighted smoothed labels at a temperature": (type, classes) => ({
        temperature: 0.01,
        smoothing: 0.1,
        classWeights: weights(type, classes),
      }),
    },
    distributions: {
      distributions: none,
      "distributions at a temperature": () => ({ temperature: 3 }),
      "weighted smoothed distributions": (type, classes) => ({ smoothing: 0.5, classWeights: weights(type, classes) }),
    },
  },
  entmax15Loss: thresholdKinds,
  sparsemaxLoss: thresholdKinds,
  focalLoss: {
    defaults: { gamma: 2, alpha: 0.25 },
    whole: {
      "whole targets": none,
      "whole targets with another gamma": () => ({ gamma: 0.7 }),
      "whole targets with the largest gamma": () => ({ gamma: 10, alpha: 0.9 }),
      "whole targets without focus": () => ({ gamma: 0, alpha: 0.5 }),
    },
    probabilities: {
      probabilities: none,
      "probabilities with other parameters": () => ({ gamma: 5, alpha: 0.4 }),
      "probabilities with one side": () => ({ gamma: 1, alpha: 1 }),
    },
  },
  sigmoidBinaryCrossEntropy: {
    defaults: { positiveWeight: 1 },
    whole: {
      "whole targets": none,
      "weighted whole targets": () => ({ positiveWeight: 2.7 }),
      "whole targets with weights of classes": (type, classes) => ({ positiveWeight: weights(type, classes) }),
    },
    probabilities: {
      probabilities: none,
      "weighted probabilities": () => ({ positiveWeight: 0.3 }),
      "probabilities with weights of classes": (type, classes) => ({ positiveWeight: weights(type, classes) }),
    },
  },
};

/**
 * Whether a class or a side has all of a target, so that nothing is taken from its entry of the
 * gradient.
 */
const isCertain = (targets: TargetKind, options: object) => ["labels", "whole"].includes(targets) && !("smoothing" in options);

function kindsOf(name: string): LossKind[] {
  const { defaults = {}, ...kinds } = KINDS[name] ?? {};
  return Object.entries(kinds).flatMap(([targets, all]) =>
    Object.entries(all).map(([kind, options]) => ({
      kind,
      targets: targets as TargetKind,
      options,
      vanishes: !isCertain(targets as TargetKind, options(Float32Array, 7)),
      defaults,
    })),
  );
}

export const lossSubjects: readonly LossSubject[] = Object.entries(exported as unknown as Record<string, AnyLoss>).map(([name, loss]) => ({
  name,
  loss,
  kinds: kindsOf(name),
}));

const takesOf = (...kinds: readonly TargetKind[]) =>
  lossSubjects.filter((subject) => subject.kinds.some(({ targets }) => kinds.includes(targets)));

/** Losses of rows, and of elements. */
export const rowLosses = takesOf("labels", "distributions");
export const elementLosses = takesOf("whole", "probabilities");

/** Kinds that differ by more than the values of options. */
export function formsOf(kinds: readonly LossKind[]): readonly LossKind[] {
  const formOf = ({ targets, options }: LossKind) => [targets, ...Object.keys(options(Float32Array, 1)).sort()].join();
  return kinds.filter((kind, i) => kinds.findIndex((other) => formOf(other) === formOf(kind)) === i);
}

/** Subjects with each type of array, for `describe.each`. */
export const withTypes = (subjects: readonly LossSubject[]) =>
  subjects.flatMap((subject) => types.map((type) => ({ ...subject, type, array: type.name })));
