/** The exact results that subjects are measured against. */
import { ElementaryReference } from "../oracle/elementary.js";
import { Reference as ActivationReference } from "../oracle/oracle.js";
import type { Reference } from "../oracle/tally.js";
import { type ActivationSubject, elementaryName, referenceOf } from "./subjects.js";

export function createReference({ name, method, parameters }: ActivationSubject): Reference {
  const elementary = elementaryName(name);
  return elementary === undefined ? new ActivationReference(name, referenceOf(method), parameters) : new ElementaryReference(elementary);
}
