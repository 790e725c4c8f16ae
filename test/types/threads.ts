/**
 * How threads are typed, against the declarations that users get. Compiled by
 * test/node/types.test.ts, never run.
 */
import { info } from "hillock";
import { startThreads, stopThreads, type ThreadOptions, type ThreadReport } from "hillock/threads";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function same<A, B>(_: Same<A, B>): void;

declare const options: ThreadOptions | undefined;

const report = startThreads();
const stopped = stopThreads();
startThreads(options);
startThreads({ threads: undefined });
const { threads } = info();
const { count, reason } = threads;
same<typeof report, Promise<ThreadReport>>(true);
same<typeof stopped, Promise<void>>(true);
same<typeof threads, ThreadReport>(true);
same<typeof count, number>(true);
same<typeof reason, string>(true);

// @ts-expect-error no option
startThreads({ workers: 2 });
// @ts-expect-error no number
startThreads({ threads: "2" });
// @ts-expect-error no options
stopThreads({});
// @ts-expect-error read only
info().threads.count = 2;
