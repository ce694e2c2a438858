/** What is known of names while compiling. Variables live in numbered slots of a frame; `$` is slot 0. */
export class Scope {
  readonly #names: string[] = ['$'];
  readonly #typedNil: boolean[] = [false];
  /**
   * Whether dot is an element of a list or map, for Go a value of static type interface {}:
   * a field of a nil one is an error, where a field of a plain nil is nil again.
   */
  dotTypedNil = false;

  get size(): number {
    return this.#names.length;
  }

  declare(name: string, typedNil = false): number {
    this.#names.push(name);
    this.#typedNil.push(typedNil);
    return this.#names.length - 1;
  }

  /** The slot of the innermost variable of that name, or -1. */
  find(name: string): number {
    return this.#names.lastIndexOf(name);
  }

  typedNil(slot: number): boolean {
    return this.#typedNil[slot] ?? false;
  }

  /** A copy, for what is compiled later. */
  snapshot(): Scope {
    const copy = new Scope();
    copy.#names.splice(0, 1, ...this.#names);
    copy.#typedNil.splice(0, 1, ...this.#typedNil);
    copy.dotTypedNil = this.dotTypedNil;
    return copy;
  }

  /** Forgets what was declared since the scope had this size. */
  shrink(size: number): void {
    this.#names.length = size;
    this.#typedNil.length = size;
  }
}
