/**
 * A function that V8 leaves out of its callers' loops: what it inlines there is limited, and the
 * way of arrays, which is called as often, would leave no room for a function of numbers beside it.
 * A property that has had two values is no constant, and Reflect.apply does not tell what it calls.
 */
export function outOfLine<F extends (...given: never[]) => unknown>(f: F): F {
  const holder: { f: F | undefined } = { f: undefined };
  holder.f = f;
  return ((...given) => Reflect.apply(holder.f as F, undefined, given)) as F;
}
