/**
 * Lets waiting messages (pause, stop) be handled. A MessageChannel, because timers are throttled and
 * requestAnimationFrame stops when the tab is hidden.
 */
export function yieldToEvents(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
