/** The exact results that subjects are measured against. */
import { ElementaryReference } from "../oracle/elementary.js";
import { Reference } from "../oracle/oracle.js";
import { type ActivationSubject, elementaryName, referenceOf } from "./subjects.js";

/** What judges single results. */
export type Judge = Pick<Reference, "variables" | "judge">;

export function createReference({ name, method, parameters }: ActivationSubject): Reference | ElementaryReference {
  const elementary = elementaryName(name);
  return elementary === undefined ? new Reference(name, referenceOf(method), parameters) : new ElementaryReference(elementary);
}
