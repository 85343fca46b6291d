//! What someone who works with the program may do in one client council.

use super::definition::words;

words! {
    /// A role in a client council.
    Role {
        /// Looks after accounts and settings.
        Keeper = "beheerder",
        /// Chairs the client council.
        Chair = "voorzitter",
        /// Writes, publishes, and calls residents back.
        Secretary = "secretaris",
        /// Member of the client council.
        Member = "lid",
        /// Works along in a workgroup.
        WorkgroupMember = "werkgroeplid",
        /// Takes in signals at the spreekuur.
        SpreekuurVolunteer = "spreekuurvrijwilliger",
        /// Contact person of the municipality: reads what is published, never a signal.
        PolicyOfficer = "ambtelijk-contact",
        /// Looks whether rules are kept; changes nothing.
        Auditor = "auditor",
    }
}

impl Role {
    /// Whether the role opens the workspace at all.
    pub fn may_enter(self) -> bool {
        self != Self::PolicyOfficer
    }

    /// Whether the role takes in signals and makes reports.
    pub fn may_work(self) -> bool {
        !matches!(self, Self::PolicyOfficer | Self::Auditor)
    }

    /// Whether the role shows reports to the public.
    pub fn may_publish(self) -> bool {
        matches!(self, Self::Chair | Self::Secretary | Self::Keeper)
    }

    /// Whether the role speaks for the client council to who left a signal.
    pub fn may_answer(self) -> bool {
        matches!(self, Self::Chair | Self::Secretary)
    }

    /// Whether the role chooses colours and logo.
    pub fn may_style(self) -> bool {
        matches!(self, Self::Chair | Self::Secretary)
    }

    /// Whether the role says how the people a round speaks for divide over groups.
    pub fn may_weigh(self) -> bool {
        matches!(self, Self::Chair | Self::Secretary)
    }

    /// Whether the role makes invitation codes and what is printed with them.
    pub fn may_invite(self) -> bool {
        matches!(self, Self::Chair | Self::Secretary)
    }

    /// Whether the role prints forms for residents.
    pub fn may_print(self) -> bool {
        self.may_publish()
    }

    /// Whether the role reads texts of residents as they were written; for everyone else what may point to a person is masked.
    pub fn may_review(self) -> bool {
        self == Self::Secretary
    }

    /// Whether the role writes in the ledger of knelpunten, codes texts and decides about signals.
    pub fn may_keep_ledger(self) -> bool {
        matches!(
            self,
            Self::Chair | Self::Secretary | Self::Member | Self::WorkgroupMember
        )
    }

    /// Whether the role sees what someone left for a call back.
    pub fn may_open_contact(self) -> bool {
        self == Self::Secretary
    }
}

#[cfg(test)]
mod tests {
    use super::Role;

    fn who(may: fn(Role) -> bool) -> Vec<&'static str> {
        Role::ALL
            .iter()
            .filter(|role| may(**role))
            .map(|role| role.word())
            .collect()
    }

    #[test]
    fn only_the_secretary_sees_contact_details_and_no_official_sees_signals() {
        assert_eq!(who(Role::may_open_contact), ["secretaris"]);
        assert_eq!(who(Role::may_review), ["secretaris"]);
        assert!(!who(Role::may_enter).contains(&"ambtelijk-contact"));
        assert_eq!(who(Role::may_weigh), ["voorzitter", "secretaris"]);
        assert_eq!(who(Role::may_style), ["voorzitter", "secretaris"]);
        assert!(!who(Role::may_work).contains(&"auditor"));
    }

    #[test]
    fn chair_and_secretary_invite_people() {
        assert_eq!(who(Role::may_invite), ["voorzitter", "secretaris"]);
    }
}
