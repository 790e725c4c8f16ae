/** Any function. */
export type Callable = (...values: never[]) => unknown;

/**
 * Finishes a function that users call: it and its methods get the names that the console and stack
 * traces show (`gelu.derivative`), and nothing of them can be changed any more. Methods that are
 * undefined are left out. What stands in `inner` is there, but not listed.
 */
export function publish(compute: Callable, name: string, methods: Readonly<Record<string, Callable | undefined>>, inner: object): unknown {
  for (const [method, f] of Object.entries(methods))
    if (f) Object.defineProperty(compute, method, { value: named(f, `${name}.${method}`), enumerable: true });
  for (const key of Reflect.ownKeys(inner)) Object.defineProperty(compute, key, { value: inner[key as keyof typeof inner] });
  return named(compute, name);
}

function named(f: Callable, name: string): Callable {
  return Object.freeze(Object.defineProperty(f, "name", { value: name }));
}

/** Freezes a value and all that it is made of. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    for (const part of Object.values(value)) deepFreeze(part);
    Object.freeze(value);
  }
  return value;
}
