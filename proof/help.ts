/** `npm run verify -- --help`. */
import { triedNames } from "./catalog.js";
import { methods } from "./methods.js";
import { elementaryNames } from "./subjects.js";
import { wrap } from "./text.js";

export const HELP = `Measures how far hillock's results are from the exact values, and whether that
is within what the definitions promise.

    npm run verify -- [function ...] [method ...] [options]

Without names: every function and every method. Methods of activations:
${wrap(methods, 4)}
(pairValue and pairDerivative are the halves of valueAndDerivative).
Functions of hillock/math, of one number in float32 as activations, others
searched for bad inputs:
${wrap(elementaryNames, 4)}
Row-wise, gated, loss and layer functions and training are tried on random
cases, with all their methods:
${wrap(triedNames, 4)}

How much is covered, in float32
    (default)         a sample of every binade, at the defaults and at every
                      example of a parameter
    --zone            every float with 2^-30 <= |x| < 2^9, every 31st elsewhere
    --exhaustive      all 2^32 floats; stops and resumes where it was
                      (.cache/proof)
    --certificate     no oracle: recomputes all results and compares their
                      checksums with accuracy/certificates/; with --update,
                      figures with a certificate are kept for a module that was
                      built anew with the same results; certificates of
                      hillock/math hold on every --backend
Gradients have two arguments: they are always sampled, and searched for bad
inputs.

What is verified
    --fast            hillock/fast instead of the default kernels
    --float64         float64: sampled, and searched for bad inputs
    --backend NAME    simd (default), relaxed, js
    --with NAME=VALUE a parameter, in --zone and --exhaustive too; repeat for
                      more

    --samples N       results per method where they are sampled
                      (default 2^20; in float64 20000)
    --seed N          of the random inputs (default 1)
    --threads N       default: one per core
    --update          records what was measured in accuracy/
    --record          measures all that the record has of these functions,
                      and records it: half an hour on two cores for eight
                      activations, a day for \`all\`
    --help

Ends with 1 if a promise is broken, with 2 if the command cannot be understood,
and with 130 if it is stopped (Ctrl-C); it then says how to go on.
`;
