/** Runs work once the response is on its way, like `after` of next/server. */
export function after(work: () => Promise<unknown>): void {
  setImmediate(() => {
    work().catch((error) => console.error("after:", error));
  });
}
