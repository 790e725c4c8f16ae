import { Evaluation } from "./evaluate.mjs";

/**
 * Everything dissolves into the exports: straight code by evaluation, what loops by inlining.
 *
 * Small answers come first (lanes, tile, form): they choose a branch, and what is not chosen need not be evaluated.
 * "inlining-optimizing" will not do: it reuses the context's local for other values, and what it merges early costs V8 more
 * than it saves.
 */
export function inline(tree) {
  const { binaryen, module } = tree;
  const dissolve = (size) => {
    binaryen.setAlwaysInlineMaxSize(size);
    binaryen.setAllowInliningFunctionsWithLoops(true);
    for (let functions = 0; functions !== module.getNumFunctions(); ) {
      functions = module.getNumFunctions();
      module.runPasses(["inlining", "remove-unused-module-elements"]);
    }
    module.runPasses(["precompute-propagate", "remove-unused-brs", "vacuum", "remove-unused-module-elements"]);
  };
  dissolve(2);
  evaluate(tree);
  dissolve(1e6);
}

/** Evaluates the straight functions that are called from code that is not. */
function evaluate(tree) {
  const { binaryen } = tree;
  const functions = tree.functions();
  const calls = (test) => (expression) => tree.kind(expression) === "Call" && test(binaryen.Call.getTarget(expression));
  const loops = new Set([...functions.values()].filter(({ body }) => tree.some(body, (one) => tree.kind(one) === "Loop")).map(({ name }) => name));
  const crooked = new Set(loops);
  for (let size = 0; size !== crooked.size; ) {
    size = crooked.size;
    for (const { name, body } of functions.values()) if (tree.some(body, calls((target) => crooked.has(target)))) crooked.add(name);
  }
  const roots = new Set();
  for (const name of crooked)
    tree.some(
      functions.get(name).body,
      calls((target) => {
        if (!crooked.has(target)) roots.add(target);
        return false;
      }),
    );
  for (const name of roots) new Evaluation(tree, functions).replace(functions.get(name));
}
