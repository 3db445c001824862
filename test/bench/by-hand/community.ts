import { administrator, guest, user, type Rank, type Seat } from './seat.js'

/** Who: everybody, the members who are no guests, whoever made it, the same but no guest, administrators. Administrators always. */
type Who = 'all' | 'users' | 'maker' | 'userWhoMadeIt' | 'administrators'

export const rights: Readonly<Record<string, Readonly<Record<string, Who>>>> = {
  'community.blogPost': { read: 'all', comment: 'all', create: 'users', update: 'userWhoMadeIt', delete: 'userWhoMadeIt' },
  'community.forum': { read: 'all', organise: 'administrators' },
  'community.tag': { read: 'all', organise: 'administrators' },
  'community.forumTopic': {
    read: 'all',
    tag: 'all',
    create: 'users',
    close: 'userWhoMadeIt',
    delete: 'userWhoMadeIt',
    update: 'administrators',
    stick: 'administrators',
  },
  'community.forumPost': { read: 'all', create: 'all', update: 'maker', delete: 'maker' },
  'community.poll': { read: 'all', vote: 'all', create: 'users', update: 'administrators', delete: 'administrators' },
  'community.event': { read: 'all', comment: 'all', create: 'users', update: 'userWhoMadeIt', delete: 'userWhoMadeIt' },
  'community.bookmark': { read: 'all', favourite: 'all', comment: 'all', create: 'users', delete: 'userWhoMadeIt' },
  'community.wikiPage': { read: 'all', comment: 'all', create: 'users', update: 'users', delete: 'userWhoMadeIt' },
  'community.wikiFile': { read: 'all', comment: 'all', create: 'users', delete: 'userWhoMadeIt', update: 'administrators' },
  'community.comment': { read: 'all', update: 'maker', delete: 'administrators' },
  'community.attachment': { read: 'all', create: 'all', delete: 'maker' },
}

interface Contribution {
  readonly __typename: string
  readonly createdBy: string
  /** Of a post in a forum. */
  readonly topic?: { readonly closed: boolean }
}

export function onContribution(seat: Seat, rank: Rank, action: string, record: Contribution): boolean {
  switch (rights[record.__typename]?.[action]) {
    case 'all':
      return rank >= administrator || action !== 'create' || record.topic?.closed !== true
    case 'users':
      return rank >= user
    case 'maker':
      return rank >= administrator || record.createdBy === seat.id
    case 'userWhoMadeIt':
      return rank >= administrator || (rank >= user && record.createdBy === seat.id)
    case 'administrators':
      return rank >= administrator
    case undefined:
      return false
  }
}

/** Whether there could be such a record. */
export function couldContribute(rank: Rank, action: string, name: string): boolean {
  switch (rights[name]?.[action]) {
    case 'all':
    case 'maker':
      return rank >= guest
    case 'users':
    case 'userWhoMadeIt':
      return rank >= user
    case 'administrators':
      return rank >= administrator
    case undefined:
      return false
  }
}
