import { instance, Lanes } from "../../lanes";

/** Whether all of n targets are in [0, 1]. */
export function areProbabilities<T extends number>(t: usize, n: usize, c: usize): bool {
  const op = instance<Lanes<T>>();
  const tail = (n * sizeof<T>()) & 15;
  const end = n * sizeof<T>() - tail;
  let right = true;
  for (let i = end; i < end + tail; i += sizeof<T>()) {
    const target = load<T>(t + i);
    right = right && target >= (0 as T) && target <= (1 as T);
  }
  let all = v128.splat<i32>(-1);
  for (let i: usize = 0; i < end; i += 16) {
    const target = v128.load(t + i);
    all = v128.and(all, v128.and(v128.ge<T>(target, op.splat(0)), v128.le<T>(target, op.splat(1))));
  }
  return right && v128.all_true<i32>(all);
}
