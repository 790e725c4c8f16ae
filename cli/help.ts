/** The commands and options that `npx hillock` takes, in 80 columns. */
export const HELP = `npx hillock COMMAND [options]

  list               the functions, by kind
  info               version, backend and engine
  info NAME          one of them: formulas, parameters, errors
  bench [NAMES]      functions against plain loops on this machine; the famous
                     activations, in some seconds
      --length N     numbers to an array, as in 1e6; 4096
  verify NAMES       compares all 2^32 float32 results with the checksums of
                     those that were proven, on all cores: a quarter of a minute
                     or some minutes to a method; methods may be named too:
                     value, derivative, pairValue, pairDerivative
      --blocks LIST  some of the 256 blocks of 2^24 inputs, as in 63,191
      --threads N    as many threads; one for each core
      --certificates FOLDER
                     checksums from there; those of the package

  --json             print JSON on stdout, and nothing else; its times are
                     nanoseconds per element, its errors units in the last place
  --help, -h, help   print this
  --version, -v      print the version

What stands last is the default. It ends with 1 where something is wrong.
`;
