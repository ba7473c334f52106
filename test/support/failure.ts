/** The error that an act ends with. */
export async function failure(act: Promise<unknown>): Promise<Error> {
  return act.then(
    () => {
      throw new Error('nothing failed');
    },
    (error: Error) => error,
  );
}
