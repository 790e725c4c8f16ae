/** Products of a dense layer as text: as most people write them, and as the cache likes them. */

/** The layouts of weights. */
export const layouts = ["inputsOutputs", "outputsInputs"] as const;
export type Layout = (typeof layouts)[number];

/**
 * The order of a product: three loops, or the one that is kind to the cache, with the innermost
 * loop along rows of weights that are [inputs, outputs].
 */
export type Order = "straight" | "by rows";

export const productTexts: { readonly [order in Order]: { readonly forward: string; readonly backward: string } } = {
  straight: {
    forward: `
      for (let b = 0; b < batch; b++)
        for (let o = 0; o < outputs; o++) {
          let sum = bias[o];
          for (let i = 0; i < inputs; i++) sum += x[b * inputs + i] * weights[WEIGHT];
          out[b * outputs + o] = sum;
        }`,
    backward: `
      for (let b = 0; b < batch; b++)
        for (let i = 0; i < inputs; i++) {
          let sum = 0;
          for (let o = 0; o < outputs; o++) sum += dz[b * outputs + o] * weights[WEIGHT];
          dx[b * inputs + i] = sum;
        }
      for (let i = 0; i < inputs; i++)
        for (let o = 0; o < outputs; o++) {
          let sum = 0;
          for (let b = 0; b < batch; b++) sum += x[b * inputs + i] * dz[b * outputs + o];
          dweights[WEIGHT] = sum;
        }
      for (let o = 0; o < outputs; o++) {
        let sum = 0;
        for (let b = 0; b < batch; b++) sum += dz[b * outputs + o];
        dbias[o] = sum;
      }`,
  },
  "by rows": {
    forward: `
      for (let b = 0; b < batch; b++) {
        const to = b * outputs;
        for (let o = 0; o < outputs; o++) out[to + o] = bias[o];
        for (let i = 0; i < inputs; i++) {
          const a = x[b * inputs + i], from = i * outputs;
          for (let o = 0; o < outputs; o++) out[to + o] += a * weights[from + o];
        }
      }`,
    backward: `
      dweights.fill(0);
      dbias.fill(0);
      for (let b = 0; b < batch; b++) {
        const from = b * outputs;
        for (let i = 0; i < inputs; i++) {
          const a = x[b * inputs + i], row = i * outputs;
          let sum = 0;
          for (let o = 0; o < outputs; o++) {
            sum += dz[from + o] * weights[row + o];
            dweights[row + o] += a * dz[from + o];
          }
          dx[b * inputs + i] = sum;
        }
        for (let o = 0; o < outputs; o++) dbias[o] += dz[from + o];
      }`,
  },
};

/** The index of a weight in a layout. */
export const weightIn = (layout: Layout): string => (layout === "inputsOutputs" ? "i * outputs + o" : "o * inputs + i");
