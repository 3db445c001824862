import { contact, portalPolicy, type Member, type Portal } from 'portico'
import { explain } from 'portico/explain'

/** A contact as this application stores it: what the policy looks at, and columns of its own. */
export interface ContactRow {
  readonly id: string
  readonly portalId: string
  readonly createdBy: string
  readonly shared: 'none' | 'read' | 'readWrite'
  readonly accessList: string[]
  readonly name: string
}

/** Whoever may not read a contact is not told that it exists. */
export class NotFound extends Error {}

/** A refusal; the message is for the person, `reason` is for the log. */
export class NotAllowed extends Error {
  constructor(readonly reason: string) {
    super('you may not change this contact')
  }
}

/** The use cases around contacts. Each one asks the policy, about the record as it is stored. */
export function contactService(rows: Map<string, ContactRow>, portal: Portal) {
  const abilityOf = (member: Member) => portalPolicy.abilityFor(member, portal)

  const readable = (member: Member, id: string): ContactRow => {
    const row = rows.get(id)
    if (!row || abilityOf(member).cannot('read', contact.of(row))) throw new NotFound(`no contact \`${id}\``)
    return row
  }

  return {
    list(member: Member): ContactRow[] {
      const ability = abilityOf(member)
      return [...rows.values()].filter((row) => ability.can('read', contact.of(row)))
    },

    rename(member: Member, id: string, name: string): void {
      const row = readable(member, id)
      const ability = abilityOf(member)
      if (ability.cannot('update', contact.of(row))) throw new NotAllowed(explain(ability, 'update', contact.of(row)).text)
      rows.set(id, { ...row, name })
    },

    /** Never: save what the form sent. The access list of the stored record decides who may change the access list. */
    giveAccess(member: Member, id: string, to: string): void {
      const row = readable(member, id)
      const ability = abilityOf(member)
      if (ability.cannot('setAccess', contact.of(row))) throw new NotAllowed(explain(ability, 'setAccess', contact.of(row)).text)
      rows.set(id, { ...row, accessList: [...row.accessList, to] })
    },

    /** What the page shows before there is a record to ask about. */
    buttons(member: Member): { readonly add: boolean; readonly export: boolean } {
      const ability = abilityOf(member)
      return { add: ability.couldEver('create', 'crm.contact'), export: ability.can('export', 'crm') }
    },
  }
}
