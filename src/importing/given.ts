/** What an import is given. */
export interface GivenFile {
  /** As it was named, with slashes. */
  readonly name: string;
  readonly text: string;
}

export interface ImportSettings {
  /** Zone of times that the source reads by its host's clock; null: nobody said. */
  readonly timezone: string | null;
  /** crontab: whether lines name a user; undefined: the file's place and its lines tell. */
  readonly system?: boolean;
}
