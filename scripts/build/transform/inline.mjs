import { Evaluation } from "./evaluate.mjs";

/**
 * Everything dissolves into the exports: straight code by evaluation, loops by inlining.
 *
 * Answers come first (lanes, tile, what a loop reads): they choose a branch, and what is not chosen
 * need not be evaluated. "inlining-optimizing" will not do: it reuses the context's local for other
 * values.
 */
export function inline(tree) {
  evaluate(tree, ({ results }) => results !== tree.binaryen.none);
  dissolve(tree, 2);
  evaluate(tree, () => true);
  dissolve(tree, 1e6);
}

/** Evaluates straight functions that functions with loops call. */
function evaluate(tree, wanted) {
  const functions = tree.functions();
  for (const name of straightRoots(tree, functions))
    if (wanted(functions.get(name))) new Evaluation(tree, functions).replace(functions.get(name));
}

/** Inlines functions up to a size, and arguments that are always the same ("dae"). */
function dissolve({ binaryen, module }, size) {
  binaryen.setAlwaysInlineMaxSize(size);
  binaryen.setFlexibleInlineMaxSize(size);
  binaryen.setOneCallerInlineMaxSize(size);
  binaryen.setAllowInliningFunctionsWithLoops(true);
  for (let functions = 0; functions !== module.getNumFunctions(); ) {
    functions = module.getNumFunctions();
    module.runPasses(["inlining", "remove-unused-module-elements"]);
  }
  module.runPasses(["dae", "precompute-propagate", "remove-unused-brs", "vacuum", "remove-unused-module-elements"]);
}

/** The straight functions that functions with loops call, themselves or through others. */
function straightRoots(tree, functions) {
  const calls = new Map(Array.from(functions.values(), ({ name, body }) => [name, targets(tree, body)]));
  const looping = new Set([...functions.keys()].filter((name) => tree.some(functions.get(name).body, (one) => tree.kind(one) === "Loop")));
  for (let size = 0; size !== looping.size; ) {
    size = looping.size;
    for (const [name, callees] of calls) if (callees.some((callee) => looping.has(callee))) looping.add(name);
  }
  return new Set([...looping].flatMap((name) => calls.get(name)).filter((callee) => calls.has(callee) && !looping.has(callee)));
}

function targets(tree, body) {
  const found = [];
  tree.some(body, (expression) => {
    if (tree.kind(expression) === "Call") found.push(tree.binaryen.Call.getTarget(expression));
    return false;
  });
  return found;
}
