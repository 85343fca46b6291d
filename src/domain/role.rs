//! What someone who works with the program may do in one client council.

use super::definition::words;

words! {
    /// A role in a client council.
    Role {
        /// Takes in signals and reads results.
        Volunteer = "vrijwilliger",
        /// The same, and publishes reports.
        Chair = "voorzitter",
        /// The same, and opens contact details to call someone back.
        Secretary = "secretaris",
        /// Looks after accounts and settings of the client council.
        Keeper = "beheerder",
    }
}

impl Role {
    /// Whether the role shows reports to the public.
    pub fn may_publish(self) -> bool {
        matches!(self, Self::Chair | Self::Secretary | Self::Keeper)
    }

    /// Whether the role sees what someone left for a call back.
    pub fn may_open_contact(self) -> bool {
        self == Self::Secretary
    }
}

#[cfg(test)]
mod tests {
    use super::Role;

    #[test]
    fn only_the_secretary_sees_contact_details() {
        let may: Vec<_> = Role::ALL
            .iter()
            .filter(|role| role.may_open_contact())
            .collect();
        assert_eq!(may, [&Role::Secretary]);
    }
}
