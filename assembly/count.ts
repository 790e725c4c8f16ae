/**
 * A number as a type, such as the rows of a tile, which is written once, for its largest size: for
 * each that is used the compiler drops what lies beyond it.
 */
export abstract class Count {
  abstract get value(): i32;
}

export class Zero extends Count {
  get value(): i32 {
    return 0;
  }
}

export class One extends Count {
  get value(): i32 {
    return 1;
  }
}

export class Two extends Count {
  get value(): i32 {
    return 2;
  }
}

export class Three extends Count {
  get value(): i32 {
    return 3;
  }
}

export class Four extends Count {
  get value(): i32 {
    return 4;
  }
}

export class Six extends Count {
  get value(): i32 {
    return 6;
  }
}
