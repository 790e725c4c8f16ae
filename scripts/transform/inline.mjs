/**
 * Everything dissolves into the exports, and what is known while compiling into constants.
 *
 * Small functions go first: they are the answers that choose a branch (lanes, tile, form), and what is not chosen need not be
 * inlined. "inlining-optimizing" will not do: it reuses the context's local for other values, and what it merges early costs
 * V8 more than it saves.
 */
export function inline(binaryen, module) {
  binaryen.setAllowInliningFunctionsWithLoops(true);
  for (const size of [2, 1e6]) {
    binaryen.setAlwaysInlineMaxSize(size);
    for (let functions = 0; functions !== module.getNumFunctions(); ) {
      functions = module.getNumFunctions();
      module.runPasses(["inlining", "remove-unused-module-elements"]);
    }
    module.runPasses(["precompute-propagate", "remove-unused-brs", "vacuum", "remove-unused-module-elements"]);
  }
}
