/**
 * Projects that run the same files on every backend, in Node and in Chromium; what only Node can do
 * runs once, in `node`. The oracle judges each build in Node, simd in most cases; Chromium is held
 * to the same bits, and judged by samples.
 *
 *     npx vitest run --project simd
 *     npx vitest run --project chromium-js test/lengths.test.ts
 *
 * In mode `hosts` (npm run test:hosts) there are only the projects of hosts that a machine may
 * lack, and one that it lacks is an error. In mode `engine` there are only those for an engine that
 * is not Node 20: test/node/suites.test.ts runs Vitest in each.
 */
import { availableParallelism } from "node:os";
import { setFlagsFromString } from "node:v8";
import { configDefaults, defineConfig, type TestProjectInlineConfiguration } from "vitest/config";
import { hasRelaxedSimd } from "./test/hosts/engine.js";
import { missing as missingPackages } from "./test/hosts/packages.js";
import { findChromium, findFirefox, findWebKit, systemBrowser } from "./test/hosts/systemBrowser.js";

type Backend = "auto" | "relaxed" | "simd" | "js";

declare module "vitest" {
  interface ProvidedContext {
    backend: Backend;
    /** Of long tables one in so many cases is taken: 1 is all of them. */
    every: number;
  }
}

interface Files {
  include: string[];
  exclude?: string[];
}

/**
 * Files for Node alone: they read the disk, start processes, or judge what only the build leaves
 * there.
 */
const nodeOnly = [
  "test/node/**/*.test.ts",
  "test/package/**/*.test.ts",
  "test/{kernels,specification,definitions,bench,docs,oracle,scalar,extension,resolve,accuracy-proof,accuracy-record}.test.ts",
];
/**
 * Files about hosts, of which there may be more or fewer: other engines, compilers, test
 * frameworks, browsers with the page.
 */
const hosts = [
  "test/node/{engines,policy,sameBits,suites}.test.ts",
  "test/package/{compilers,electron,jest,next,site,workerd,workers}.test.ts",
];
const all = "test/*.test.ts";
const except = (...others: readonly string[]): Files => ({ include: [all], exclude: [...configDefaults.exclude, ...nodeOnly, ...others] });

/** The tests that depend on the backend that a host can have. */
const ladder = ["test/{backend,memory,memory-growth,define}.test.ts"];
/** The tests of what another build of the kernels might change: results, and their errors. */
const results = [
  "test/{accuracy,combinations,dense,edges,fast,features,frequencies,gated,learnable,losses,losses-elements,losses-thresholds,math,product,random,roots,rowwise,zeros}.test.ts",
  "test/{dense,gated,learnable,losses}-accuracy.test.ts",
  "test/rowwise-{masks,noise,presets}.test.ts",
];

/**
 * The tests of hillock's memory, and of the kernels in it: each of these files has a process of its
 * own.
 */
const apart =
  "test/{allocations,backend,dense-activations,dense-memory,foreign-arrays,memory,memory-growth,scope-results,threads*}.test.ts";
/** Calls that are split over threads: the shared memory is for them alone. */
const threads = "test/threads{,-shapes}.test.ts";
/** The bits on record: Node makes them again in test/node/sameBits.test.ts. */
const bits = "test/bits.test.ts";
/** A zero of the js backend is compared with that of the kernels where these are under test. */
const zeros = "test/{zeros,losses-zeros}.test.ts";
/**
 * Bands and panels of columns, which kernels take: loops in JavaScript go over columns as they are.
 */
const bands = "test/rowwise-axes.test.ts";
/** The tests of results, judged in Node: where bits are the same, so is the judgement. */
const judged = [
  "test/{dense,digits,edges,fast,features,frequencies,gated,gradients,learnable,losses,losses-elements,losses-thresholds,parameter-ends,product,random,roots,rowwise}.test.ts",
  "test/{dense,gated,learnable,losses,math}-accuracy.test.ts",
  "test/{dense-activations,dense-gradients,rowwise-masks,rowwise-noise,rowwise-presets,rowwise-thresholds}.test.ts",
  zeros,
];

const common = { chaiConfig: { truncateThreshold: 300 }, setupFiles: ["test/setup.ts"], testTimeout: 60_000, hookTimeout: 60_000 };

/**
 * Of long tables, the most is taken on simd, whose bits are the same everywhere; the time is for
 * all tables rather than for all of one. With HILLOCK_WHOLE_TABLES=1 every project takes them
 * whole.
 */
const EVERY =
  process.env.HILLOCK_WHOLE_TABLES === "1"
    ? { simd: 1, relaxed: 1, js: 1, auto: 1, browser: 1 }
    : { simd: 4, relaxed: 16, js: 16, auto: 1, browser: 16 };

function inNode(name: string, backend: Backend, files: Files, execArgv: string[] = []): TestProjectInlineConfiguration {
  return { test: { ...common, name, pool: "forks", execArgv, provide: { backend, every: EVERY[backend] }, ...files } };
}

/**
 * Files that share the modules they read, one process after another: hillock is read once in each.
 */
function together(...project: Parameters<typeof inNode>): TestProjectInlineConfiguration {
  return { test: { ...inNode(...project).test, isolate: false } };
}

/**
 * The wrapper meets an engine's arrays on one backend, which has Node's bits; of the others,
 * samples are judged.
 */
const inEngine = {
  simd: except(...judged),
  relaxed: { include: ["test/accuracy.test.ts", ...ladder] },
  js: { include: ["test/accuracy.test.ts", bits, ...ladder] },
};
/** Browsers that take long: the bits on record, threads, and what depends on the host. */
const inOtherEngine = { simd: { include: [bits, "test/threads*.test.ts", ...ladder] }, js: { include: [bits] } };

type InBrowser = Readonly<Partial<Record<Exclude<Backend, "auto">, Files>>>;

function inBrowser(name: string, path: string, files: InBrowser): TestProjectInlineConfiguration {
  return {
    // Cross-origin isolation, for SharedArrayBuffer.
    server: { headers: { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" } },
    test: {
      ...common,
      name,
      browser: {
        enabled: true,
        headless: true,
        ui: false,
        screenshotFailures: false,
        connectTimeout: 30_000,
        provider: systemBrowser(path),
        instances: (Object.keys(files) as (keyof InBrowser)[]).map((backend) => ({
          browser: name as never,
          name: `${name}-${backend}`,
          provide: { backend, every: EVERY.browser },
          ...(files[backend] as Files),
        })),
      },
    },
  };
}

const RELAXED = "--experimental-wasm-relaxed-simd";

/**
 * The flags with which an engine has relaxed SIMD: Node 20 has it behind a flag. Undefined if it
 * has none.
 */
function relaxedFlags(): string[] | undefined {
  if (hasRelaxedSimd()) return [];
  setFlagsFromString(RELAXED);
  return hasRelaxedSimd() ? [RELAXED] : undefined;
}

const relaxed = relaxedFlags();
const [chromium, firefox, webkit] = [findChromium(), findFirefox(), findWebKit()];

/** Hosts that this machine lacks, with the way to get them. */
const missing = [
  ...missingPackages().map((name) => [name, "npm run hosts"] as const),
  ...(chromium ? [] : [["Chromium", "apt-get install chromium, or HILLOCK_CHROMIUM=path"] as const]),
  ...(firefox ? [] : [["Firefox", "apt-get install firefox-esr, or HILLOCK_FIREFOX=path"] as const]),
  ...(webkit ? [] : [["WebKitGTK", "apt-get install webkit2gtk-driver xvfb, or HILLOCK_WEBKIT=path"] as const]),
];

const ofHosts = [
  inNode("hosts", "auto", { include: hosts }),
  ...(chromium ? [inBrowser("chromium", chromium, inEngine)] : []),
  ...(firefox ? [inBrowser("firefox", firefox, inOtherEngine)] : []),
  ...(webkit ? [inBrowser("webkit", webkit, inOtherEngine)] : []),
];

const ofNode = [
  together("simd", "simd", except(bits, apart)),
  inNode("simd-apart", "simd", { include: [apart] }),
  together("js", "js", except(bits, zeros, bands, apart)),
  inNode("js-apart", "js", { include: [apart] }),
  ...(relaxed
    ? [
        together("relaxed", "relaxed", { include: results }, relaxed),
        inNode("relaxed-apart", "relaxed", { include: [...ladder, threads] }, relaxed),
        // Without fused multiply-add the relaxed build rounds as it does in JavaScriptCore.
        inNode("no-fma", "relaxed", { include: ["test/accuracy.test.ts"] }, [...relaxed, "--no-enable-fma3"]),
      ]
    : []),
  inNode("node", "auto", { include: [...nodeOnly, "test/backend.test.ts"], exclude: [...configDefaults.exclude, ...hosts] }),
  inNode("jitless", "auto", { include: ladder }, ["--jitless"]),
  inNode("no-simd", "auto", { include: ladder }, ["--no-enable-sse4-1"]),
];

const inThisEngine = (backend: "simd" | "js" | "relaxed", files: Files, isolate: boolean) => ({
  test: { ...common, name: `engine-${backend}${isolate ? "-apart" : ""}`, isolate, provide: { backend, every: EVERY.browser }, ...files },
});
const ofEngine = [
  inThisEngine("simd", except(...judged, apart), false),
  inThisEngine("simd", { include: [apart] }, true),
  ...(["js", ...(hasRelaxedSimd() ? (["relaxed"] as const) : [])] as const).flatMap((backend) => [
    inThisEngine(backend, { include: ["test/accuracy.test.ts"] }, false),
    inThisEngine(backend, { include: ladder }, true),
  ]),
];

const say = (line: string) => process.stdout.write(`${line}\n`);

export default defineConfig(({ mode }) => {
  if (mode === "engine") return { test: { maxWorkers: availableParallelism(), projects: ofEngine } };
  const demanded = mode === "hosts";
  for (const [name, way] of missing) say(`${name}: ${demanded ? "MISSING" : "LEFT OUT"} (${way})`);
  if (demanded && missing.length > 0 && process.env.HILLOCK_HOSTS !== "found")
    throw new Error(`npm run test:hosts needs every host: ${missing.map(([name]) => name).join(", ")} missing`);
  if (!demanded && !relaxed) say(`relaxed, no-fma: left out, Node ${process.versions.node} has no relaxed SIMD`);
  else if (!demanded && relaxed?.length)
    say(`relaxed: Node ${process.versions.node} has relaxed SIMD only with ${relaxed.join(" ")}, which these tests give it`);
  return {
    test: {
      maxWorkers: availableParallelism(),
      projects: demanded ? ofHosts : [...ofNode, ...ofHosts],
      // A module is transformed once for all projects.
      experimental: { fsModuleCache: true },
    },
  };
});
