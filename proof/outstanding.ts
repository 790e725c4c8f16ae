/**
 * The functions whose values and derivatives in float32 have been sampled, and not yet all tried:
 * `npm run verify -- NAME value derivative pairValue pairDerivative --exhaustive --update` and
 * `NAME secondDerivative --zone --update` do it, after which a name leaves this list.
 */
export const outstanding: readonly string[] = ["tanhShrink"];
