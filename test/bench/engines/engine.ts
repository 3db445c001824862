import type { Live, NameQuestion, RecordQuestion } from '../questions.js'

/** How the live members are answered; what can be made ready before there is a question is ready. */
export interface Answers {
  readonly onRecord: (question: RecordQuestion) => boolean
  readonly onModule: (question: NameQuestion) => boolean
  /** Whether he could, for some record; not every engine has the question. */
  readonly onType?: (question: NameQuestion) => boolean
}

/** One way to decide by the rules of the built-in policy. */
export interface Engine {
  readonly name: string
  /** Its npm package. */
  readonly package?: string
  /** How it has the rules, and what it cannot express. */
  readonly remark: string
  /** Whether it can express what decides on this record; without it, it can express everything. */
  readonly expresses?: (question: RecordQuestion, live: Live) => boolean
  readonly answer: (live: Live) => Answers | Promise<Answers>
  /** So slow that it is asked only the first so many questions. */
  readonly most?: number
}
