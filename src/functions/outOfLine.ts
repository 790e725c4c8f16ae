/**
 * A function that V8 leaves where it is: of a property that has had two values it does not know the
 * next. What it inlines into a caller's loop is limited, and the way of arrays, which is called as
 * often, would leave no room for a function of numbers beside it.
 */
export function outOfLine<F extends (...given: never[]) => unknown>(call: F): { readonly call: F } {
  const holder: { call: F | undefined } = { call: undefined };
  holder.call = call;
  return holder as { readonly call: F };
}
