/** A gate that a test closes before a step and opens when it has seen what it wanted. */
export class Gate {
  private open!: () => void;
  private arrive!: () => void;
  private readonly opened = new Promise<void>((resolve) => (this.open = resolve));
  /** Resolves when somebody stands before the gate. */
  readonly reached = new Promise<void>((resolve) => (this.arrive = resolve));

  /** Waits until the gate is opened. */
  async pass(): Promise<void> {
    this.arrive();
    await this.opened;
  }

  release(): void {
    this.open();
  }
}
